import { decimalText, isZero } from './decimal.ts';
import { type Interval, intervalText } from './interval.ts';
import { type Money, moneyText } from './money.ts';
import type { PricedCharge, Pricing } from './price.ts';

type Named = { readonly key: string; readonly name: string };

export type FlatFacts = {
  readonly __typename: 'FlatCharge';
  readonly name: string;
  readonly oneTime: boolean;
  readonly amount: Money;
};

export type UsageFacts = PricedCharge & {
  readonly __typename: 'UsageCharge';
  readonly name: string;
  readonly prorateAllowance: boolean;
  readonly meter: Named & { readonly unit: string | null };
  readonly priceBy: {
    readonly property: string;
    readonly prices: readonly { readonly value: unknown; readonly pricing: Pricing }[];
  } | null;
  readonly credits: {
    readonly whenExhausted: 'STOP' | 'CHARGE' | 'DEBT';
    readonly creditsPerUnit: string | null;
    readonly unitsPerCredit: string | null;
    readonly debtLimit: string | null;
    readonly creditType: Named;
    readonly overage: Pricing | null;
  } | null;
};

export type ChargeFacts = FlatFacts | UsageFacts;

export type PlanGrantFacts = {
  readonly amount: string;
  readonly perSeat: boolean;
  readonly priority: number;
  readonly creditType: Named;
  readonly expires: { readonly kind: 'PERIOD_END' | 'NEVER' | 'AFTER'; readonly after: Interval | null };
  readonly rollover: {
    readonly percent: string;
    readonly cap: string | null;
    readonly times: number;
    readonly lifetime: Interval | null;
  } | null;
  readonly lowBalance: readonly { readonly amount: string | null; readonly percent: string | null }[];
  readonly autoTopUp: {
    readonly amount: string;
    readonly threshold: string;
    readonly maxPerPeriod: number;
    readonly price: Money;
  } | null;
};

/** What a charge says, a fact a line. */
export function chargeLines(charge: ChargeFacts): string[] {
  if (charge.__typename === 'FlatCharge') {
    return [`${moneyText(charge.amount)} ${charge.oneTime ? 'once' : 'per seat, in advance for every period'}`];
  }
  const { meter, includedUnits, includedPerSeat, prorateAllowance, minimum, maximum, pricing, priceBy, credits } =
    charge;
  const unit = meter.unit ?? 'unit';
  return [
    isZero(includedUnits)
      ? null
      : `${decimalText(includedUnits)} ${unit}s free${includedPerSeat ? ' with each seat' : ''}${prorateAllowance ? ', fewer in a shorter period' : ''}`,
    ...(pricing === null
      ? []
      : pricingLines(pricing, unit).map((line) => (priceBy === null ? line : `Otherwise: ${line}`))),
    ...(priceBy?.prices ?? []).flatMap(({ value, pricing: own }) =>
      pricingLines(own, unit).map((line) => `${priceBy?.property} is ${JSON.stringify(value)}: ${line}`),
    ),
    ...(credits === null ? [] : creditLines(credits, unit)),
    minimum === null ? null : `At least ${moneyText(minimum)} a period`,
    maximum === null ? null : `At most ${moneyText(maximum)} a period`,
  ].filter((line) => line !== null);
}

/** A price in words. Of tiers a line each. */
function pricingLines({ kind, unitAmount, packageSize, tiers }: Pricing, unit: string): string[] {
  if (kind === 'PER_UNIT') return [`${unitAmount === null ? '' : moneyText(unitAmount)} per ${unit}`];
  if (kind === 'PACKAGE') {
    return [
      `${unitAmount === null ? '' : moneyText(unitAmount)} per started ${decimalText(packageSize ?? '')} ${unit}s`,
    ];
  }
  return tiers.map(({ upTo, unitAmount: each, flatAmount }, place) => {
    const range = upTo === null ? (place === 0 ? 'all' : 'above that') : `up to ${decimalText(upTo)}`;
    const flat = isZero(flatAmount.amount) ? '' : ` + ${moneyText(flatAmount)}`;
    return `${range}: ${moneyText(each)} per ${unit}${flat}${kind === 'VOLUME' ? ', for all of it' : ''}`;
  });
}

function creditLines(credits: NonNullable<UsageFacts['credits']>, unit: string): string[] {
  const { creditType, creditsPerUnit, unitsPerCredit, whenExhausted, debtLimit, overage } = credits;
  const rate =
    creditsPerUnit === null
      ? `1 ${creditType.name} per ${decimalText(unitsPerCredit ?? '')} ${unit}s`
      : `${decimalText(creditsPerUnit)} ${creditType.name} per ${unit}`;
  if (whenExhausted === 'STOP') return [rate, 'When they run out: the rest is not billed'];
  if (whenExhausted === 'DEBT') {
    return [rate, `When they run out: a debt${debtLimit === null ? '' : ` of at most ${decimalText(debtLimit)}`}`];
  }
  const prices = overage === null ? [] : pricingLines(overage, unit);
  return [rate, ...prices.map((line) => `When they run out: ${line}`)];
}

/** The credits that come with a period, a fact a line. */
export function planGrantLines(grant: PlanGrantFacts): string[] {
  const { amount, perSeat, creditType, expires, rollover, lowBalance, autoTopUp, priority } = grant;
  const until = {
    PERIOD_END: 'until the period ends',
    NEVER: 'for ever',
    AFTER: `for ${expires.after === null ? '' : intervalText({ ...expires.after })}`,
  }[expires.kind];
  return [
    `${decimalText(amount)} ${creditType.name}${perSeat ? ' with each seat' : ''}, ${until}`,
    priority === 100 ? null : `Priority ${priority}`,
    rollover === null ? null : rolloverLine(rollover),
    lowBalance.length === 0 ? null : `Alerts below ${lowBalance.map(thresholdText).join(', ')}`,
    autoTopUp === null
      ? null
      : `Below ${decimalText(autoTopUp.threshold)}: ${decimalText(autoTopUp.amount)} more for ${moneyText(autoTopUp.price)}, at most ${autoTopUp.maxPerPeriod} times a period`,
  ].filter((line) => line !== null);
}

function rolloverLine({ percent, cap, times, lifetime }: NonNullable<PlanGrantFacts['rollover']>): string {
  const most = cap === null ? '' : `, at most ${decimalText(cap)}`;
  const often = times === 1 ? '' : `, up to ${times} times`;
  const long = lifetime === null ? '' : `, for ${intervalText(lifetime)}`;
  return `${decimalText(percent)} % of what is left rolls over${most}${often}${long}`;
}

/** `20%` or `500`. */
export function thresholdText({ amount, percent }: PlanGrantFacts['lowBalance'][number]): string {
  return percent === null ? (amount ?? '') : `${percent}%`;
}
