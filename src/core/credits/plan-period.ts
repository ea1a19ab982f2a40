import { Decimal } from '../decimal.ts';
import type { Seats } from '../pricing/charge.ts';
import { periodAt } from '../subscriptions/grid.ts';
import type { Instant } from '../time/instant.ts';
import { addGrant, type Books, changeRemaining, zero } from './books.ts';
import { roundDown } from './credit-type.ts';
import { burnOrder, type Grant } from './grant.ts';
import { post } from './post.ts';
import { activate, endGrant } from './settle.ts';
import type { PlanGrant, Rollover } from './terms.ts';
import { lowMark } from './watch.ts';

/** A period of a subscription, as its credits see it. */
export type PlanPeriod = {
  readonly subscriptionId: string;
  readonly index: number;
  readonly startsAt: Instant;
  /** As planned. */
  readonly endsAt: Instant;
  readonly quantity: Seats;
  readonly timeZone: string;
};

/**
 * Ends what the plan granted for a period: rolls over what the terms let through, and ends the rest. Without a next
 * period there is nothing to roll into, and all of it expires.
 *
 * `terms` are those the credits were granted under. A percentage of each grant, rounded down, to at most the cap for all of
 * them together; what does not fit is forfeited.
 */
export function endPlanPeriod(
  books: Books,
  terms: PlanGrant | null,
  ended: { readonly subscriptionId: string; readonly index: number },
  next: PlanPeriod | null,
  at: Instant,
  newId: () => string,
): void {
  const { subscriptionId } = ended;
  const rollover = next === null ? null : (terms?.rollover ?? null);
  let room = rollover?.cap ?? null;
  const ending = [...books.grants.values()].filter(
    (grant) => grant.withPeriod && grant.subscriptionId === subscriptionId && grant.endedAt === null,
  );
  for (const grant of ending.sort(burnOrder)) {
    const cause = { kind: 'PERIOD' as const, subscriptionId, periodIndex: ended.index };
    const rolled = rollover === null || next === null ? zero : rolledOver(grant, rollover, room, books.precision);
    if (rolled.greaterThan(0) && rollover !== null && next !== null) {
      room = room?.minus(rolled) ?? null;
      const of = { cause, occurredAt: at, at, debt: false };
      changeRemaining(books, grant, rolled.negated());
      post(books, { ...of, kind: 'ROLLOVER', amount: rolled.negated(), grantId: grant.id });
      const moved = rolledGrant(grant, rolled, rollover, next, at, newId());
      addGrant(books, moved);
      activate(books, moved, at, { ...cause, periodIndex: next.index }, 'ROLLOVER');
    }
    endGrant(books, grant, at, rollover === null ? 'EXPIRY' : 'FORFEIT', cause);
  }
  books.topUps = books.topUps.filter((plan) => plan.subscriptionId !== subscriptionId);
  books.lowMarks = books.lowMarks.filter((mark) => mark.subscriptionId !== subscriptionId);
}

function rolledOver(grant: Grant, { percent, cap, times }: Rollover, room: Decimal | null, precision: number): Decimal {
  if (grant.rolls >= times) return zero;
  const share = roundDown(grant.remaining.times(percent).dividedBy(100), precision);
  return cap === null || room === null ? share : Decimal.max(Decimal.min(share, room), zero);
}

function rolledGrant(
  from: Grant,
  amount: Decimal,
  { lifetime }: Rollover,
  next: PlanPeriod,
  at: Instant,
  id: string,
): Grant {
  return {
    ...newGrant(next, at, id, amount, from.priority),
    source: 'ROLLOVER',
    expiresAt: lifetime === null ? next.endsAt : periodAt(at, lifetime, next.timeZone, 0).to,
    withPeriod: lifetime === null,
    rolls: from.rolls + 1,
  };
}

/** What a plan grants for so many seats. */
export function planAmount({ amount, perSeat }: PlanGrant, quantity: Seats): Decimal {
  return perSeat ? amount.times(quantity) : amount;
}

/** Grants what the plan brings with a period, and watches for what it says about low balances. */
export function beginPlanPeriod(
  books: Books,
  plan: PlanGrant,
  period: PlanPeriod,
  at: Instant,
  newId: () => string,
): void {
  const { subscriptionId, index: periodIndex } = period;
  const amount = planAmount(plan, period.quantity);
  const { expires } = plan;
  const grant: Grant = {
    ...newGrant(period, at, newId(), amount, plan.priority),
    source: 'SUBSCRIPTION',
    expiresAt:
      expires.kind === 'NEVER'
        ? null
        : expires.kind === 'PERIOD_END'
          ? period.endsAt
          : periodAt(at, expires.interval, period.timeZone, 0).to,
    withPeriod: expires.kind === 'PERIOD_END',
    rolls: 0,
  };
  addGrant(books, grant);
  activate(books, grant, at, { kind: 'PERIOD', subscriptionId, periodIndex });
  const { autoTopUp, priority } = plan;
  if (autoTopUp !== null) {
    const { threshold, amount: credits, price, maxPerPeriod: left } = autoTopUp;
    books.topUps.push({ subscriptionId, periodIndex, threshold, amount: credits, price, priority, left });
  }
  for (const low of plan.lowBalance) books.lowMarks.push(lowMark(subscriptionId, low, amount));
}

function newGrant(period: PlanPeriod, at: Instant, id: string, amount: Decimal, priority: number) {
  return {
    id,
    amount,
    remaining: zero,
    priority,
    effectiveAt: at,
    createdAt: at,
    note: null,
    subscriptionId: period.subscriptionId,
    periodIndex: period.index,
    price: null,
    active: false,
    endedAt: null,
    voided: false,
  };
}
