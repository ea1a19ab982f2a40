import type { CreditBalance } from '../generated/methods.ts';
import type { CreditBalanceUpdatedSubscriptionVariables } from '../generated/types.ts';
import type { IdleState, LiveState } from './live-state.ts';
import { useWatch, type WatchOptions } from './use-watch.ts';
import type { Field } from './watch.ts';

export type CreditBalanceVariables = CreditBalanceUpdatedSubscriptionVariables;

const creditBalance: Field<CreditBalanceVariables, CreditBalance> = {
  name: 'creditBalance',
  async watch(client, variables, { value, lost }, signal) {
    const feed = client.live.creditBalanceUpdated(variables, { signal, onReconnect: ({ error }) => lost(error) });
    for await (const next of feed) value(next);
  },
};

type State = LiveState<CreditBalance>;

/** How many credits of a type a customer has, live: decimals as text. With null it watches nothing. */
export function useCreditBalance(variables: CreditBalanceVariables, options?: WatchOptions): State;
export function useCreditBalance(variables: CreditBalanceVariables | null, options?: WatchOptions): State | IdleState;
export function useCreditBalance(variables: CreditBalanceVariables | null, options?: WatchOptions): State | IdleState {
  const { customer, creditType } = variables ?? { customer: '', creditType: '' };
  return useWatch(creditBalance, variables === null ? null : { customer, creditType }, options);
}
