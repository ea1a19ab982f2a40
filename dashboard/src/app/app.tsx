import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { createReads, isSignedOut, useAsk } from '../data/ask.ts';
import { ClockContext } from '../data/clock.ts';
import { signOut } from '../data/session.ts';
import { Failure, Loading } from '../design/notice.tsx';
import { Toasts } from '../design/toast.tsx';
import { WorkspaceDocument } from '../generated/documents.ts';
import { Pages } from './pages.tsx';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in.tsx';

export function App() {
  const [isSignedIn, setSignedIn] = useState(true);
  const [reads] = useState(() => createReads(() => setSignedIn(false)));
  // What one key has read is not for the next.
  const leave = () => {
    setSignedIn(false);
    reads.clear();
  };
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={reads}>
        <Toasts>
          {isSignedIn ? (
            <SignedIn onSignOut={() => void signOut().then(leave)} />
          ) : (
            <SignIn
              onSignedIn={() => {
                reads.clear();
                setSignedIn(true);
              }}
            />
          )}
        </Toasts>
      </QueryClientProvider>
    </CSPProvider>
  );
}

/** Whether there is a session is known from the first answer: the cookie itself cannot be seen. */
function SignedIn({ onSignOut }: { readonly onSignOut: () => void }) {
  const answer = useAsk(WorkspaceDocument, {}, { everyMs: 60_000 });
  const [aheadMs, setAheadMs] = useState(0);
  const workspace = answer.data?.workspace;
  const now = workspace?.now;
  useEffect(() => {
    if (now === undefined) return;
    const ahead = Date.parse(now) - answer.dataUpdatedAt;
    // Below a second it is the way here, not the clock.
    setAheadMs((known) => (Math.abs(ahead - known) < 1_000 ? known : ahead));
  }, [now, answer.dataUpdatedAt]);
  if (workspace === undefined) {
    if (answer.error === null || isSignedOut(answer.error)) return <Loading label="Connecting" />;
    return <Failure error={answer.error} retry={answer.refetch} />;
  }
  return (
    <ClockContext value={aheadMs}>
      <Shell workspace={workspace} onSignOut={onSignOut}>
        <Pages />
      </Shell>
    </ClockContext>
  );
}
