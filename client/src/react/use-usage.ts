import type { Usage } from '../generated/methods.ts';
import type { UsageUpdatedSubscriptionVariables } from '../generated/types.ts';
import type { IdleState, LiveState } from './live-state.ts';
import { useWatch, type WatchOptions } from './use-watch.ts';
import type { Field } from './watch.ts';

export type UsageVariables = UsageUpdatedSubscriptionVariables;

const usage: Field<UsageVariables, Usage> = {
  name: 'usage',
  async watch(client, variables, { value, lost }, signal) {
    const feed = client.live.usageUpdated(variables, { signal, onReconnect: ({ error }) => lost(error) });
    for await (const next of feed) value(next);
  },
};

/**
 * A customer's usage on a meter, live: `data.value` is a decimal as text. With null it watches nothing.
 *
 * `from` has to stay the same instant from one rendering to the next: the first of the month, not so long before now.
 */
export function useUsage(variables: UsageVariables, options?: WatchOptions): LiveState<Usage>;
export function useUsage(variables: UsageVariables | null, options?: WatchOptions): LiveState<Usage> | IdleState;
export function useUsage(variables: UsageVariables | null, options?: WatchOptions): LiveState<Usage> | IdleState {
  const { customer, meter, from = null } = variables ?? { customer: '', meter: '' };
  return useWatch(usage, variables === null ? null : { customer, meter, from }, options);
}
