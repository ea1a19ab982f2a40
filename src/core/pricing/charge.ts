import { type CreditTerms, creditTermsIssues } from '../credits/terms.ts';
import type { Decimal } from '../decimal.ts';
import type { InputIssue } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { storageProblem, textProblem } from '../text.ts';
import { amountIssues } from './amount.ts';
import { type Pricing, pricingIssues } from './pricing.ts';

export { chargesFromJson, chargesToJson } from './charge-json.ts';

/** Seats: how many times a subscription commits to its product. A whole number, 1 or more, counted and not measured. */
export type Seats = number;

/** Billed in advance, for each seat, in every period and by the part of it that is lived; or once, as it is. */
export type FlatCharge = {
  readonly kind: 'FLAT';
  readonly name: string;
  readonly amount: Decimal;
  readonly oneTime: boolean;
};

/** Billed in arrears: what a meter counted in the period, beyond what is included. */
export type UsageCharge = {
  readonly kind: 'USAGE';
  readonly name: string;
  readonly meterId: string;
  /** With `priceBy`, that of every value which has none of its own; with `credits`, that of what they did not cover. */
  readonly pricing: Pricing;
  readonly includedUnits: Decimal;
  /** Whether every seat brings `includedUnits`. */
  readonly includedPerSeat: boolean;
  /** Whether a short period includes less. */
  readonly prorateAllowance: boolean;
  readonly priceBy: PriceBy | null;
  /** What a period costs at least, and at most, however short it is. */
  readonly minimum: Decimal | null;
  readonly maximum: Decimal | null;
  /** Draws on the customer's credits instead of money. Such a charge has no `priceBy`, no minimum and no maximum. */
  readonly credits: CreditTerms | null;
};

/** A price for each of some values of a property the meter groups by. 1 and "1" are two values. */
export type PriceBy = {
  readonly property: string;
  readonly prices: readonly { readonly value: JsonValue; readonly pricing: Pricing }[];
};

export type Charge = FlatCharge | UsageCharge;

const chargesMax = 50;
const pricesMax = 100;

/**
 * Everything wrong with a product's charges; empty if it may have them. Paths are those of the API's input, from its
 * list of charges on. `groupByOf` gives the grouping properties of a meter.
 */
export function chargesIssues(
  charges: readonly Charge[],
  groupByOf: (meterId: string) => readonly string[],
): InputIssue[] {
  if (charges.length === 0 || charges.length > chargesMax) {
    return [{ path: [], message: `A product has 1 to ${chargesMax} charges.` }];
  }
  return charges.flatMap((charge, index) => {
    const problem = textProblem(charge.name);
    const issues = problem === null ? [] : [{ path: ['name'], message: `The name ${problem}.` }];
    const isFlat = charge.kind === 'FLAT';
    issues.push(...(isFlat ? amountIssues(charge.amount, ['amount']) : usageIssues(charge, groupByOf)));
    return within([String(index), isFlat ? 'flat' : 'usage'], issues);
  });
}

function usageIssues(charge: UsageCharge, groupByOf: (meterId: string) => readonly string[]): InputIssue[] {
  const { pricing, includedUnits, priceBy, minimum, maximum, meterId, credits } = charge;
  const issues = within(credits === null ? ['pricing'] : ['credits', 'overage'], pricingIssues(pricing));
  if (credits !== null) issues.push(...within(['credits'], creditTermsIssues(credits)), ...moneyOnly(charge));
  if (!includedUnits.isFinite() || includedUnits.isNegative()) {
    issues.push({ path: ['includedUnits'], message: 'What is included must be 0 or more.' });
  }
  if (priceBy !== null) issues.push(...within(['priceBy'], priceByIssues(priceBy, groupByOf(meterId))));
  if (minimum !== null) issues.push(...amountIssues(minimum, ['minimum']));
  if (maximum !== null) issues.push(...amountIssues(maximum, ['maximum']));
  if (minimum !== null && maximum !== null && minimum.greaterThan(maximum)) {
    issues.push({ path: ['minimum'], message: 'The minimum must not be above the maximum.' });
  }
  return issues;
}

/** What prices money, and a charge that draws on credits cannot have. */
function moneyOnly(charge: UsageCharge): InputIssue[] {
  return (['priceBy', 'minimum', 'maximum'] as const)
    .filter((field) => charge[field] !== null)
    .map((field) => ({ path: [field], message: 'A charge that draws on credits cannot have this.' }));
}

function priceByIssues({ property, prices }: PriceBy, groupBy: readonly string[]): InputIssue[] {
  const issues: InputIssue[] = [];
  if (!groupBy.includes(property)) {
    const known = groupBy.length === 0 ? 'it has none' : `it has ${groupBy.join(', ')}`;
    issues.push({ path: ['property'], message: `The property must be one that the meter groups by: ${known}.` });
  }
  if (prices.length === 0 || prices.length > pricesMax) {
    return [...issues, { path: ['prices'], message: `Give 1 to ${pricesMax} prices.` }];
  }
  const seen = new Set<string>();
  prices.forEach(({ value, pricing }, index) => {
    const problem = valueProblem(value, seen);
    if (problem !== null) issues.push({ path: ['prices', String(index), 'value'], message: `The value ${problem}.` });
    seen.add(JSON.stringify(value));
    issues.push(...within(['prices', String(index), 'pricing'], pricingIssues(pricing)));
  });
  return issues;
}

/** Null is a value too: usage without the property is grouped under it. */
function valueProblem(value: JsonValue, seen: ReadonlySet<string>): string | null {
  if (typeof value === 'object' && value !== null) return 'must be a text, a number, true, false or null';
  if (seen.has(JSON.stringify(value))) return 'has a price already';
  return typeof value === 'string' ? storageProblem(value) : null;
}

function within(place: readonly string[], issues: readonly InputIssue[]): InputIssue[] {
  return issues.map(({ path, message }) => ({ path: [...place, ...path], message }));
}
