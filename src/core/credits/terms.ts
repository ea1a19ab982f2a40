import type { Decimal } from '../decimal.ts';
import type { InputIssue } from '../errors.ts';
import type { Interval } from '../subscriptions/interval.ts';
import { precisionIssues } from './credit-type.ts';

export { planGrantsIssues } from './plan-grants.ts';
export { creditTermsFromJson, creditTermsToJson, planGrantsFromJson, planGrantsToJson } from './terms-json.ts';

/** 1,000 tokens are one credit, or one image is 10 credits. */
export type CreditRate = { readonly kind: 'UNITS_PER_CREDIT' | 'CREDITS_PER_UNIT'; readonly value: Decimal };

/** What happens to usage that no credits are left for. It is recorded in any case. */
export type WhenExhausted = 'STOP' | 'CHARGE' | 'DEBT';

/** How a usage charge draws on credits instead of money. */
export type CreditTerms = {
  readonly creditTypeId: string;
  /** Of the credit type, which never changes it. */
  readonly precision: number;
  readonly rate: CreditRate;
  readonly whenExhausted: WhenExhausted;
  /** How far below zero DEBT may go; null: as far as it takes. */
  readonly debtLimit: Decimal | null;
};

/** What is left of a grant when its period ends lives on as a new one: so much of it, at most `cap`. */
export type Rollover = {
  /** More than 0, at most 100. */
  readonly percent: Decimal;
  readonly cap: Decimal | null;
  /** Null: to the end of the next period. */
  readonly lifetime: Interval | null;
  /** How many period ends the same credits may survive. */
  readonly times: number;
};

/** Bought by itself whenever what is available falls below the threshold. */
export type AutoTopUp = {
  readonly threshold: Decimal;
  readonly amount: Decimal;
  /** Of one top-up, in major units of the product's currency. */
  readonly price: Decimal;
  readonly maxPerPeriod: number;
};

/** A threshold that is announced when a balance falls below it; a PERCENT is one of what the period's grant was. */
export type LowBalance = { readonly kind: 'AMOUNT' | 'PERCENT'; readonly value: Decimal };

export type GrantExpiry =
  | { readonly kind: 'PERIOD_END' }
  | { readonly kind: 'NEVER' }
  | { readonly kind: 'AFTER'; readonly interval: Interval };

/** Credits that come with every period of a product. */
export type PlanGrant = {
  readonly creditTypeId: string;
  /** Of the credit type, which never changes it. */
  readonly precision: number;
  readonly amount: Decimal;
  /** Whether every seat brings `amount`. */
  readonly perSeat: boolean;
  /** Lower is drawn first. */
  readonly priority: number;
  readonly expires: GrantExpiry;
  readonly rollover: Rollover | null;
  readonly autoTopUp: AutoTopUp | null;
  readonly lowBalance: readonly LowBalance[];
};

/** What keeps a charge from drawing on credits so; empty if nothing does. Paths begin below the API's `credits`. */
export function creditTermsIssues({ precision, rate, whenExhausted, debtLimit }: CreditTerms): InputIssue[] {
  const issues: InputIssue[] = [];
  if (!rate.value.isFinite() || !rate.value.greaterThan(0)) {
    const path = [rate.kind === 'UNITS_PER_CREDIT' ? 'unitsPerCredit' : 'creditsPerUnit'];
    issues.push({ path, message: 'The rate must be greater than 0.' });
  }
  if (debtLimit === null) return issues;
  const path = ['debtLimit'];
  if (whenExhausted !== 'DEBT') return [...issues, { path, message: 'Only DEBT has a limit.' }];
  if (!debtLimit.isFinite() || debtLimit.isNegative()) {
    return [...issues, { path, message: 'The limit must be 0 or more.' }];
  }
  return [...issues, ...precisionIssues(debtLimit, precision, path)];
}
