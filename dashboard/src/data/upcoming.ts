import { useEffect, useRef } from 'react';
import { CustomerUpcomingDocument, InvoiceFeedDocument } from '../generated/documents.ts';
import { useAsk } from './ask.ts';
import { useLive } from './live.ts';

// However fast events come, nobody reads more often than this.
const atMostEveryMs = 500;

/**
 * Calls `onChange` when an invoice of the customer has changed. One feed for all their charges, since a browser has few
 * connections.
 */
export function useInvoiceFeed(customer: string | null, onChange: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const later = () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      onChange();
    }, atMostEveryMs);
  };
  useLive(InvoiceFeedDocument, { customer: customer ?? '' }, later, { when: customer !== null });
}

/**
 * What the subscriptions of a customer come to in their periods at hand, read again whenever an invoice of theirs changes.
 * `isLive` is false where another part of the page has the feed.
 */
export function useUpcoming(externalId: string, { isLive = true }: { readonly isLive?: boolean } = {}) {
  const answer = useAsk(CustomerUpcomingDocument, { externalId }, { everyMs: 30_000 });
  useInvoiceFeed(isLive ? externalId : null, () => void answer.refetch());
  return answer;
}
