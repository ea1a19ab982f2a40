import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { createReads, isSignedOut, useAsk } from '../data/ask.ts';
import { ClockContext } from '../data/clock.ts';
import { useConnection } from '../data/connection.ts';
import { signOut } from '../data/session.ts';
import { Failure, Loading } from '../design/notice.tsx';
import { Screen } from '../design/screen.tsx';
import { Toasts } from '../design/toast.tsx';
import { WorkspaceDocument } from '../generated/documents.ts';
import { fetchPages, Pages } from './pages.tsx';
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
  const reads = useQueryClient();
  // While the server is away this is what finds out that it is back, and then what could not be read is.
  const isAway = useConnection() === 'reconnecting';
  const answer = useAsk(WorkspaceDocument, {}, { everyMs: isAway ? 3_000 : 60_000 });
  useEffect(() => {
    if (!isAway) void reads.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
  }, [isAway, reads]);
  const [aheadMs, setAheadMs] = useState(0);
  useEffect(fetchPages, []);
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
    return (
      <Screen>
        <Failure error={answer.error} retry={answer.refetch} />
      </Screen>
    );
  }
  return (
    <ClockContext value={aheadMs}>
      <Shell workspace={workspace} onSignOut={onSignOut}>
        <Pages />
      </Shell>
    </ClockContext>
  );
}
