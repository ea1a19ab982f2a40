import type { JsonValue } from '@misura/client';
import type { ChargeInput, PlanCreditGrantInput, PricingInput } from '../generated/types.ts';
import { type ChargeFacts, type PlanGrantFacts, thresholdText } from './charge.ts';
import type { Interval } from './interval.ts';
import type { Pricing } from './price.ts';

/** A product's prices as they are typed: all of it text, so that nothing is lost or rounded on the way. */
export type TierDraft = { readonly upTo: string; readonly unitAmount: string; readonly flatAmount: string };

export type PriceDraft = {
  readonly kind: Pricing['kind'];
  readonly amount: string;
  readonly size: string;
  readonly tiers: readonly TierDraft[];
};

export type ChargeKind = 'FLAT' | 'ONE_TIME' | 'USAGE' | 'CREDITS';

export type ChargeDraft = {
  readonly kind: ChargeKind;
  readonly name: string;
  readonly amount: string;
  readonly meter: string;
  readonly includedUnits: string;
  readonly includedPerSeat: boolean;
  readonly prorateAllowance: boolean;
  readonly price: PriceDraft;
  readonly property: string;
  readonly values: readonly { readonly value: string; readonly price: PriceDraft }[];
  readonly minimum: string;
  readonly maximum: string;
  readonly creditType: string;
  readonly rate: 'PER_UNIT' | 'PER_CREDIT';
  readonly rateAmount: string;
  readonly whenExhausted: 'STOP' | 'CHARGE' | 'DEBT';
  readonly debtLimit: string;
  readonly overage: PriceDraft;
};

export type GrantDraft = {
  readonly creditType: string;
  readonly amount: string;
  readonly perSeat: boolean;
  readonly priority: string;
  readonly expires: PlanGrantFacts['expires']['kind'];
  readonly after: Interval;
  readonly rollsOver: boolean;
  readonly percent: string;
  readonly cap: string;
  readonly times: string;
  readonly lifetime: Interval | null;
  /** `20%, 500`. */
  readonly lowBalance: string;
  readonly topsUp: boolean;
  readonly topUp: {
    readonly threshold: string;
    readonly amount: string;
    readonly price: string;
    readonly most: string;
  };
};

export const emptyPrice: PriceDraft = {
  kind: 'PER_UNIT',
  amount: '',
  size: '',
  tiers: [
    { upTo: '', unitAmount: '', flatAmount: '' },
    { upTo: '', unitAmount: '', flatAmount: '' },
  ],
};

export const emptyCharge: ChargeDraft = {
  kind: 'USAGE',
  name: '',
  amount: '',
  meter: '',
  includedUnits: '',
  includedPerSeat: false,
  prorateAllowance: false,
  price: emptyPrice,
  property: '',
  values: [],
  minimum: '',
  maximum: '',
  creditType: '',
  rate: 'PER_UNIT',
  rateAmount: '',
  whenExhausted: 'STOP',
  debtLimit: '',
  overage: emptyPrice,
};

export const emptyGrant: GrantDraft = {
  creditType: '',
  amount: '',
  perSeat: false,
  priority: '100',
  expires: 'PERIOD_END',
  after: { unit: 'MONTH', count: 1 },
  rollsOver: false,
  percent: '100',
  cap: '',
  times: '1',
  lifetime: null,
  lowBalance: '',
  topsUp: false,
  topUp: { threshold: '', amount: '', price: '', most: '1' },
};

export function chargeInput(draft: ChargeDraft): ChargeInput {
  const { kind, name, amount, meter, includedUnits, includedPerSeat, prorateAllowance } = draft;
  if (kind === 'FLAT' || kind === 'ONE_TIME') return { flat: { name, amount, oneTime: kind === 'ONE_TIME' } };
  const usage = { name, meter, includedUnits: includedUnits || null, includedPerSeat, prorateAllowance };
  if (kind === 'CREDITS') return { usage: { ...usage, credits: creditsInput(draft) } };
  const { price, property, values, minimum, maximum } = draft;
  const priceBy = {
    property,
    prices: values.map((own) => ({ value: propertyValue(own.value), pricing: pricingInput(own.price) })),
  };
  return {
    usage: {
      ...usage,
      pricing: pricingInput(price),
      minimum: minimum || null,
      maximum: maximum || null,
      ...(property === '' ? {} : { priceBy }),
    },
  };
}

function creditsInput({ creditType, rate, rateAmount, whenExhausted, debtLimit, overage }: ChargeDraft) {
  return {
    creditType,
    whenExhausted,
    ...(rate === 'PER_UNIT' ? { creditsPerUnit: rateAmount } : { unitsPerCredit: rateAmount }),
    ...(whenExhausted === 'DEBT' ? { debtLimit: debtLimit || null } : {}),
    ...(whenExhausted === 'CHARGE' ? { overage: pricingInput(overage) } : {}),
  };
}

function pricingInput({ kind, amount, size, tiers }: PriceDraft): PricingInput {
  const tiered = {
    tiers: tiers.map((tier) => ({
      upTo: tier.upTo || null,
      unitAmount: tier.unitAmount || '0',
      flatAmount: tier.flatAmount || '0',
    })),
  };
  switch (kind) {
    case 'PER_UNIT':
      return { perUnit: { unitAmount: amount } };
    case 'PACKAGE':
      return { package: { size, amount } };
    case 'GRADUATED':
      return { graduated: tiered };
    case 'VOLUME':
      return { volume: tiered };
  }
}

/** A property's value as it is typed: text, unless it is a number, `true`, `false`, or quoted. */
export function propertyValue(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

export function propertyDraft(value: unknown): string {
  return typeof value === 'string' && propertyValue(value) === value ? value : JSON.stringify(value);
}

export function grantInput(draft: GrantDraft): PlanCreditGrantInput {
  const { creditType, amount, perSeat, priority, expires, after, rollsOver, percent, cap, times, lifetime } = draft;
  const { threshold, amount: more, price, most } = draft.topUp;
  return {
    creditType,
    amount,
    perSeat,
    priority: Number(priority),
    expires: expires === 'AFTER' ? { after } : expires === 'NEVER' ? { never: true } : { atPeriodEnd: true },
    ...(rollsOver ? { rollover: { percent, cap: cap || null, times: Number(times), lifetime } } : {}),
    lowBalance: draft.lowBalance
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => (part.endsWith('%') ? { percent: part.slice(0, -1).trim() } : { amount: part })),
    ...(draft.topsUp ? { autoTopUp: { threshold, amount: more, price, maxPerPeriod: Number(most) } } : {}),
  };
}

/** What a charge of a version says, to be changed. */
export function chargeDraft(charge: ChargeFacts): ChargeDraft {
  if (charge.__typename === 'FlatCharge') {
    return {
      ...emptyCharge,
      kind: charge.oneTime ? 'ONE_TIME' : 'FLAT',
      name: charge.name,
      amount: charge.amount.amount,
    };
  }
  const { name, meter, includedUnits, includedPerSeat, prorateAllowance, minimum, maximum, pricing, priceBy, credits } =
    charge;
  return {
    ...emptyCharge,
    kind: credits === null ? 'USAGE' : 'CREDITS',
    name,
    meter: meter.key,
    includedUnits: includedUnits === '0' ? '' : includedUnits,
    includedPerSeat,
    prorateAllowance,
    minimum: minimum?.amount ?? '',
    maximum: maximum?.amount ?? '',
    price: pricing === null ? emptyPrice : priceDraft(pricing),
    property: priceBy?.property ?? '',
    values: (priceBy?.prices ?? []).map((own) => ({ value: propertyDraft(own.value), price: priceDraft(own.pricing) })),
    ...(credits === null
      ? {}
      : {
          creditType: credits.creditType.key,
          rate: credits.creditsPerUnit === null ? 'PER_CREDIT' : 'PER_UNIT',
          rateAmount: credits.creditsPerUnit ?? credits.unitsPerCredit ?? '',
          whenExhausted: credits.whenExhausted,
          debtLimit: credits.debtLimit ?? '',
          overage: credits.overage === null ? emptyPrice : priceDraft(credits.overage),
        }),
  };
}

function priceDraft({ kind, unitAmount, packageSize, tiers }: Pricing): PriceDraft {
  return {
    kind,
    amount: unitAmount?.amount ?? '',
    size: packageSize ?? '',
    tiers:
      tiers.length === 0
        ? emptyPrice.tiers
        : tiers.map((tier) => ({
            upTo: tier.upTo ?? '',
            unitAmount: tier.unitAmount.amount,
            flatAmount: tier.flatAmount.amount === '0' ? '' : tier.flatAmount.amount,
          })),
  };
}

export function grantDraft(grant: PlanGrantFacts): GrantDraft {
  const { creditType, amount, perSeat, priority, expires, rollover, lowBalance, autoTopUp } = grant;
  return {
    ...emptyGrant,
    creditType: creditType.key,
    amount,
    perSeat,
    priority: String(priority),
    expires: expires.kind,
    after: expires.after ?? emptyGrant.after,
    lowBalance: lowBalance.map(thresholdText).join(', '),
    ...(rollover === null
      ? {}
      : {
          rollsOver: true,
          percent: rollover.percent,
          cap: rollover.cap ?? '',
          times: String(rollover.times),
          lifetime: rollover.lifetime,
        }),
    ...(autoTopUp === null
      ? {}
      : {
          topsUp: true,
          topUp: {
            threshold: autoTopUp.threshold,
            amount: autoTopUp.amount,
            price: autoTopUp.price.amount,
            most: String(autoTopUp.maxPerPeriod),
          },
        }),
  };
}

/** A typed price as the API would say it, to be drawn and tried out before it is sent. */
export function draftedPricing({ kind, amount, size, tiers }: PriceDraft, currency: string): Pricing {
  const money = (text: string) => ({ amount: text || '0', currency });
  return {
    kind,
    packageSize: size || null,
    unitAmount: kind === 'PER_UNIT' || kind === 'PACKAGE' ? money(amount) : null,
    tiers: tiers.map((tier) => ({
      upTo: tier.upTo || null,
      unitAmount: money(tier.unitAmount),
      flatAmount: money(tier.flatAmount),
    })),
  };
}
