import { Decimal } from '../decimal.ts';
import type { Instant } from '../time/instant.ts';
import { addGrant, availableOf, type Books, zero } from './books.ts';
import { activate } from './settle.ts';

/** What a plan buys by itself when credits run low, in one period of a subscription. */
export type TopUpPlan = {
  readonly subscriptionId: string;
  readonly periodIndex: number;
  readonly threshold: Decimal;
  readonly amount: Decimal;
  readonly price: Decimal;
  readonly priority: number;
  /** How many more the period may have. */
  left: number;
};

/** Something to be told of when no more than this is available. */
export type LowMark = {
  readonly subscriptionId: string;
  /** As the product says it: an amount, or a percentage of what the period was granted. */
  readonly kind: 'AMOUNT' | 'PERCENT';
  readonly value: Decimal;
  /** In credits. */
  readonly below: Decimal;
  /** Whether it has been told of, and not been left since. */
  crossed: boolean;
};

export type Crossing = { readonly mark: LowMark; readonly available: Decimal };

/** What could be bought on top, at most. */
export function topUpRoom(books: Books): Decimal {
  return books.topUps.reduce((sum, { left, amount }) => sum.plus(amount.times(left)), zero);
}

/**
 * Buys credits while less than a plan's threshold would be left after `amount` more is used: a use that is larger than
 * what is there brings its own. Gives what it bought.
 */
export function topUp(books: Books, at: Instant, amount: Decimal, newId: () => string): void {
  for (const plan of books.topUps) {
    while (plan.left > 0 && availableOf(books).minus(amount).lessThan(plan.threshold)) {
      plan.left -= 1;
      const { subscriptionId, periodIndex } = plan;
      const grant = {
        id: newId(),
        amount: plan.amount,
        remaining: zero,
        priority: plan.priority,
        effectiveAt: at,
        // They outlive the plan's own: they were paid for.
        expiresAt: null,
        source: 'TOP_UP' as const,
        createdAt: at,
        note: null,
        subscriptionId,
        periodIndex,
        withPeriod: false,
        rolls: 0,
        price: plan.price,
        active: false,
        endedAt: null,
        voided: false,
      };
      addGrant(books, grant);
      activate(books, grant, at, { kind: 'TOP_UP', subscriptionId, periodIndex });
    }
  }
}

/** Which marks have been crossed since they were last looked at. One that is left again can be crossed again. */
export function crossings(books: Books): Crossing[] {
  const available = availableOf(books);
  const crossed: Crossing[] = [];
  for (const mark of books.lowMarks) {
    const isLow = available.lessThan(mark.below);
    if (isLow && !mark.crossed) crossed.push({ mark, available });
    mark.crossed = isLow;
  }
  return crossed;
}

/** The mark in credits, for a period that was granted so much. */
export function lowMark(
  subscriptionId: string,
  { kind, value }: Pick<LowMark, 'kind' | 'value'>,
  granted: Decimal,
): LowMark {
  const below = kind === 'AMOUNT' ? value : granted.times(value).dividedBy(new Decimal(100));
  return { subscriptionId, kind, value, below, crossed: false };
}
