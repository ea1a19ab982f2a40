import { useQueryClient } from '@tanstack/react-query';
import { BalanceFeedDocument } from '../generated/documents.ts';
import { useLive } from './live.ts';

/** Reads everything about a customer's credits of a type again whenever their balance has moved. */
export function useBalanceFeed(customer: string, type: string | null): void {
  const reads = useQueryClient();
  useLive(
    BalanceFeedDocument,
    { customer, type: type ?? '' },
    () =>
      void reads.invalidateQueries({
        predicate: ({ queryKey: [document] }) => typeof document === 'string' && /^query credit/.test(document),
      }),
    { when: type !== null },
  );
}
