import type { Principal } from '../graphql/principal.ts';

/** How much may be under way at once. Beyond it a request is refused before it costs anything; see decision 22. */
export type Limits = {
  /** Events that wait for their commit, over all workspaces. */
  readonly queuedEventsMax: number;
  /** Bytes of request bodies in memory, over all callers. */
  readonly bodyBytesMax: number;
  readonly key: CallerLimits;
  readonly customer: CallerLimits;
};

/** Of one API key, or of all tokens of one customer. */
export type CallerLimits = {
  readonly requestsMax: number;
  readonly streamsMax: number;
  /** Null: as many as it likes. */
  readonly requestsPerSecondMax: number | null;
};

export const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  // Some three seconds of work at 36,000 events/s on two cores, and 80 MB. What waits longer is better sent again.
  queuedEventsMax: 100_000,
  // Two of the largest requests, or 320 of 1,000 events of 200 bytes. 500 bodies of 20 MB at once made the process grow by
  // 5 times the bound, bodies of nothing but empty lists by 17 times.
  bodyBytesMax: 64 * mebibyte,
  // A thousand streams or senders with one key are in order; at ten thousand something runs in a circle.
  key: { requestsMax: 2_000, streamsMax: 2_000, requestsPerSecondMax: null },
  // A token is in a browser, in anybody's hands: enough for everybody at one customer, too little to harm another.
  customer: { requestsMax: 100, streamsMax: 200, requestsPerSecondMax: 200 },
};

// Those without a credential see the schema and nothing else; all of them together are one caller.
const anonymous: CallerLimits = { requestsMax: 200, streamsMax: 0, requestsPerSecondMax: null };

/** Who is counted as one, and what that one may do. */
export function callerOf(principal: Principal, limits: Limits): { name: string; noun: string; limits: CallerLimits } {
  switch (principal.kind) {
    case 'key':
      return { name: principal.keyId, noun: 'This API key', limits: limits.key };
    case 'customer':
      return { name: principal.customerId, noun: 'This customer', limits: limits.customer };
    case 'anonymous':
      return { name: 'anonymous', noun: 'Everybody without a valid credential', limits: anonymous };
  }
}
