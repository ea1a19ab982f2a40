import { Decimal } from '../decimal.ts';
import type { Aggregation } from '../meters/meter.ts';
import { compareText } from '../text.ts';
import type { Instant } from '../time/instant.ts';
import type { Window } from '../time/window.ts';
import type { UsageTotal } from '../usage/total.ts';
import { usageValue } from '../usage/total.ts';
import { type Books, type Hold, type Part, zero } from './books.ts';
import { roundDown } from './credit-type.ts';
import type { Cause } from './entry.ts';
import { closeHold } from './settle.ts';
import type { CreditTerms } from './terms.ts';
import { addParts, borrowCredits, giveBack, takeCredits, type Use } from './use.ts';
import { topUp } from './watch.ts';

/** What one usage charge draws on credits in one period of a subscription. */
export type Draw = {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly periodIndex: number;
  readonly charge: number;
  readonly meterId: string;
  readonly terms: CreditTerms;
  /** In the meter's unit: free in this period. */
  included: Decimal;
  /** The events it pays for: those that name its subscription, in the period; others in these parts of it. */
  period: Window;
  spans: readonly Window[];
  /** What the meter has counted of them. */
  total: UsageTotal;
  /** In credits: what was taken, debts included, and what nobody could pay. */
  drawn: Decimal;
  uncovered: Decimal;
  parts: readonly Part[];
};

type Measured = { readonly aggregation: Aggregation; readonly unitSize: Decimal | null };

/** In the meter's unit: what is to be paid in credits. */
function billableOf(draw: Draw, meter: Measured, total: UsageTotal = draw.total): Decimal {
  return Decimal.max((usageValue(meter, total) ?? zero).minus(draw.included), zero);
}

/** What that comes to in credits, rounded down once, however many events it was: no remainder is ever lost. */
export function creditsFor({ rate, precision }: CreditTerms, billable: Decimal): Decimal {
  const exact = rate.kind === 'CREDITS_PER_UNIT' ? billable.times(rate.value) : billable.dividedBy(rate.value);
  return roundDown(exact, precision);
}

/** What is left for money: the billable quantity beyond what the credits that were drawn have paid for. */
export function overageOf(
  { rate, whenExhausted }: CreditTerms,
  billable: Decimal,
  paid: Pick<Draw, 'drawn' | 'uncovered'>,
): Decimal {
  if (whenExhausted !== 'CHARGE' || paid.uncovered.isZero()) return zero;
  const covered = rate.kind === 'CREDITS_PER_UNIT' ? paid.drawn.dividedBy(rate.value) : paid.drawn.times(rate.value);
  return Decimal.max(billable.minus(covered.toDecimalPlaces(12, Decimal.ROUND_HALF_UP)), zero);
}

/** How far the draw is from what it should be; less than nothing is to be given back. */
export function dueOf(draw: Draw, meter: Measured, total: UsageTotal): Decimal {
  return creditsFor(draw.terms, billableOf(draw, meter, total))
    .minus(draw.drawn)
    .minus(draw.uncovered);
}

/**
 * Makes a draw what its usage comes to, by drawing or giving back the difference. What credits cannot pay becomes a debt
 * where the charge allows it, up to its limit, and is uncovered beyond. What falls away was uncovered first.
 */
export function settleDraw(
  books: Books,
  draw: Draw,
  due: Decimal,
  use: Omit<Use, 'kind'>,
  newId: () => string,
  reserved: Decimal = zero,
): void {
  if (due.isZero()) return;
  if (due.lessThan(0)) {
    const unpaid = Decimal.min(draw.uncovered, due.negated());
    const back = due.negated().minus(unpaid);
    draw.uncovered = draw.uncovered.minus(unpaid);
    draw.drawn = draw.drawn.minus(back);
    draw.parts = giveBack(books, draw.parts, back, use);
    return;
  }
  topUp(books, use.at, due, newId);
  const parts = takeCredits(books, due, { ...use, kind: 'DRAW' }, reserved);
  const taken = parts.reduce((sum, { amount }) => sum.plus(amount), zero);
  let rest = due.minus(taken);
  const { whenExhausted, debtLimit } = draw.terms;
  if (whenExhausted === 'DEBT' && rest.greaterThan(0)) {
    const owed = borrowCredits(books, rest, debtLimit, { ...use, kind: 'DRAW' });
    if (owed.greaterThan(0)) parts.push({ grantId: null, amount: owed });
    rest = rest.minus(owed);
  }
  draw.drawn = draw.drawn.plus(due.minus(rest));
  draw.uncovered = draw.uncovered.plus(rest);
  draw.parts = addParts(draw.parts, parts);
}

/** In the order they are settled: what one draw gives back can pay for another. Then by their place. */
export function returnsFirst<T extends { readonly draw: Draw; readonly due: Decimal }>(dues: readonly T[]): T[] {
  return [...dues].sort(
    (a, b) =>
      Number(b.due.isNegative()) - Number(a.due.isNegative()) ||
      compareText(a.draw.subscriptionId, b.draw.subscriptionId) ||
      a.draw.periodIndex - b.draw.periodIndex ||
      a.draw.charge - b.draw.charge,
  );
}

/** Ends a hold for what it was held for: an event whose draw it pays for, whatever that comes to. */
export function spendHold(books: Books, hold: Hold, at: Instant): void {
  closeHold(books, hold, 'CAPTURED', at, zero);
}

/** Why a draw moved. */
export function causeOf(draw: Draw, kind: Cause['kind'], holdId: string | null = null): Cause {
  const { subscriptionId, periodIndex, charge } = draw;
  return { kind, subscriptionId, periodIndex, charge, holdId };
}
