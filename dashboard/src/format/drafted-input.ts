import type { JsonValue } from '@misura/client';
import type { ChargeInput, PlanCreditGrantInput, PricingInput } from '../generated/types.ts';
import type { Pricing } from './price.ts';
import type { ChargeDraft, GrantDraft, PriceDraft } from './product-draft.ts';

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

/** What a field of one line would change, such as a line break, is quoted. */
export function propertyDraft(value: unknown): string {
  const isPlain = typeof value === 'string' && !/\p{Cc}/u.test(value) && propertyValue(value) === value;
  return isPlain ? value : JSON.stringify(value);
}

export function grantInput(draft: GrantDraft): PlanCreditGrantInput {
  const { creditType, amount, perSeat, priority, expires, after, rollsOver, percent, cap, times, lifetime } = draft;
  const { threshold, amount: more, price, most } = draft.topUp;
  return {
    creditType,
    amount,
    perSeat,
    priority: wholeNumber(priority),
    expires: expires === 'AFTER' ? { after } : expires === 'NEVER' ? { never: true } : { atPeriodEnd: true },
    // Whatever else was typed meanwhile: only what expires with its period can roll over.
    ...(rollsOver && expires === 'PERIOD_END'
      ? { rollover: { percent, cap: cap || null, times: wholeNumber(times), lifetime } }
      : {}),
    lowBalance: draft.lowBalance
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => (part.endsWith('%') ? { percent: part.slice(0, -1).trim() } : { amount: part })),
    ...(draft.topsUp ? { autoTopUp: { threshold, amount: more, price, maxPerPeriod: wholeNumber(most) } } : {}),
  };
}

/** A count as it is typed. What is none becomes one that no field takes: so the server says there which ones it takes. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : -1;
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
