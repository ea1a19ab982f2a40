import { zero } from '../core/credits/books.ts';
import { imaginedCredits, type PaidCredits } from '../core/credits/credit-line.ts';
import type { CreditTerms } from '../core/credits/terms.ts';
import type { Decimal } from '../core/decimal.ts';
import { formatDecimal } from '../core/decimal.ts';
import type { TopUp } from '../core/invoices/compose.ts';
import { readDraws } from '../store/credit-draws.ts';
import { readTopUps } from '../store/credit-grants.ts';
import { findCreditTypesById } from '../store/credit-types.ts';
import type { ProductVersion } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { creditTypesOf } from './draw-plans.ts';

/** What invoices have to know of credits. */
export type CreditFacts = {
  /** By period and charge. */
  readonly paid: ReadonlyMap<string, PaidCredits>;
  /** By period. */
  readonly topUps: ReadonlyMap<string, TopUp[]>;
};

/** What credits paid for these customers, and what was bought on top. Asks for nothing where no price knows of credits. */
export async function readCreditFacts(
  on: Queryable,
  workspaceId: string,
  customerIds: readonly string[],
  versions: ReadonlyMap<string, ProductVersion>,
): Promise<CreditFacts> {
  const typeIds = [...new Set([...versions.values()].flatMap(creditTypesOf))];
  if (typeIds.length === 0) return { paid: new Map(), topUps: new Map() };
  const draws = await readDraws(on, customerIds, { from: '-infinity', to: 'infinity' });
  const bought = await readTopUps(on, customerIds);
  const types = await findCreditTypesById(on, workspaceId, typeIds);
  const topUps = new Map<string, TopUp[]>();
  for (const { subscriptionId, periodIndex, amount, price, creditTypeId } of bought) {
    const key = periodKey(subscriptionId ?? '', periodIndex ?? -1);
    const name = `Top-up: ${formatDecimal(amount)} ${types.get(creditTypeId)?.name ?? 'credits'}`;
    topUps.set(key, [...(topUps.get(key) ?? []), { name, price: price ?? zero }]);
  }
  return {
    paid: new Map(draws.map((draw) => [`${periodKey(draw.subscriptionId, draw.periodIndex)} ${draw.charge}`, draw])),
    topUps,
  };
}

export function periodKey(subscriptionId: string, index: number): string {
  return `${subscriptionId} ${index}`;
}

/** Answers what credits paid for of a charge: what they did, or under prices that are only imagined what they would. */
export function creditsOf(
  subscriptionId: string,
  facts: CreditFacts,
  imagined: ReadonlyMap<string, Decimal> | null,
): (period: number, charge: number, terms: CreditTerms, billable: Decimal) => PaidCredits {
  const guess = imagined === null ? null : imaginedCredits(imagined);
  return (period, charge, terms, billable) =>
    guess?.(terms, billable) ??
    facts.paid.get(`${periodKey(subscriptionId, period)} ${charge}`) ?? { drawn: zero, uncovered: zero };
}
