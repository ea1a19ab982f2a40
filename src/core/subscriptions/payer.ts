import { compareText } from '../text.ts';
import type { Instant } from '../time/instant.ts';
import type { Window } from '../time/window.ts';

/** A stretch of a subscription's life in which its product has charges on these meters. */
export type PaidSpan = {
  readonly subscriptionId: string;
  /** When the subscription started, not this stretch of it. */
  readonly subscribedAt: Instant;
  readonly from: Instant;
  readonly to: Instant;
  readonly meterIds: ReadonlySet<string>;
};

/**
 * The parts of `within` in which this subscription pays for the meter's events that name none: where it has the meter,
 * and no subscription of the same customer that started earlier (at the same instant: with the lesser id) has it too.
 *
 * In order, apart from each other. `all` are the customer's, in any order. Of all subscriptions together no instant is
 * paid twice, and each is paid that any of them has the meter at.
 */
export function payingSpans(
  subscriptionId: string,
  meterId: string,
  within: Window,
  all: readonly PaidSpan[],
): Window[] {
  const onMeter = all.filter(({ meterIds, from, to }) => meterIds.has(meterId) && from < within.to && to > within.from);
  const own = onMeter.filter((span) => span.subscriptionId === subscriptionId);
  const [first] = own;
  if (first === undefined) return [];
  const ahead = onMeter.filter((span) => isAhead(span, first));
  return without(joined(own, within), joined(ahead, within));
}

function isAhead(a: PaidSpan, b: PaidSpan): boolean {
  if (a.subscribedAt !== b.subscribedAt) return a.subscribedAt < b.subscribedAt;
  return compareText(a.subscriptionId, b.subscriptionId) < 0;
}

/** What any of them covers of `within`, as few windows as possible, in order. */
function joined(spans: readonly Window[], within: Window): Window[] {
  const windows: Window[] = [];
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const from = span.from > within.from ? span.from : within.from;
    const to = span.to < within.to ? span.to : within.to;
    const last = windows.at(-1);
    if (from >= to) continue;
    if (last === undefined || from > last.to) windows.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return windows;
}

/** Both in order. */
function without(windows: readonly Window[], taken: readonly Window[]): Window[] {
  const free: Window[] = [];
  for (const { from, to } of windows) {
    let start = from;
    for (const hole of taken) {
      if (hole.to <= start) continue;
      if (hole.from >= to) break;
      if (hole.from > start) free.push({ from: start, to: hole.from });
      start = hole.to;
    }
    if (start < to) free.push({ from: start, to });
  }
  return free;
}
