import { CSPProvider } from '@base-ui/react/csp-provider';
import { createClient } from '@misura/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { createReads } from '../data/ask.ts';
import { MisuraContext } from '../data/misura.ts';
import { type TokenFacts, tokenFacts, tokenOf } from '../format/token.ts';
import { CustomerView } from './customer-view.tsx';
import { Entrance } from './entrance.tsx';

type CustomerAppProps = { readonly given: string | null; readonly takeToken: () => string | null };

/** The page of one customer. The token is in memory and nowhere else: who reloads the page needs their link again. */
export function CustomerApp({ given, takeToken }: CustomerAppProps) {
  const [known, setKnown] = useState(() => (given === null ? null : tokenFacts(given)));
  const [problem, setProblem] = useState(given !== null && known === null ? 'This link has no token in it.' : null);
  function enter(text: string) {
    const facts = tokenFacts(tokenOf(text));
    setKnown(facts);
    setProblem(facts === null ? 'This is no link or token of a customer’s page.' : null);
  }
  useEffect(() => {
    // Another link, opened where this one was.
    const take = () => {
      const token = takeToken();
      if (token !== null) enter(token);
    };
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  });
  if (known === null) return <Entrance problem={problem} onText={enter} />;
  return (
    <WithToken
      key={known.token}
      facts={known}
      onRefused={() => {
        setKnown(null);
        setProblem('This link is not good any more. Ask whoever sent it for a new one.');
      }}
    />
  );
}

function WithToken({ facts, onRefused }: { readonly facts: TokenFacts; readonly onRefused: () => void }) {
  const client = useMemo(() => createClient({ url: '/graphql', token: facts.token }), [facts]);
  const [reads] = useState(() => createReads(onRefused));
  return (
    <CSPProvider disableStyleElements>
      <MisuraContext value={client}>
        <QueryClientProvider client={reads}>
          <CustomerView customerId={facts.customerId} expiresAtMs={facts.expiresAtMs} />
        </QueryClientProvider>
      </MisuraContext>
    </CSPProvider>
  );
}
