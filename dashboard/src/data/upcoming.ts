import { useEffect, useRef } from 'react';
import { CustomerUpcomingDocument, InvoiceFeedDocument } from '../generated/documents.ts';
import { useAsk } from './ask.ts';
import { useLive } from './live.ts';

// However fast events come, nobody reads more often than this.
const atMostEveryMs = 500;

/**
 * What the subscriptions of a customer come to in their periods at hand, read again whenever an invoice of theirs changes: one
 * feed for all their charges, since a browser has few connections. `isLive` is false where another part of the page has it.
 */
export function useUpcoming(externalId: string, { isLive = true }: { readonly isLive?: boolean } = {}) {
  const answer = useAsk(CustomerUpcomingDocument, { externalId }, { everyMs: 30_000 });
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const read = () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void answer.refetch();
    }, atMostEveryMs);
  };
  useLive(InvoiceFeedDocument, { customer: externalId }, read, { when: isLive });
  return answer;
}
