import { creditTermsFromJson, creditTermsToJson } from '../credits/terms-json.ts';
import { formatDecimal } from '../decimal.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { decimalOf, flagOf, listOf, objectOf, textOf, unexpected } from '../stored-json.ts';
import type { Charge, PriceBy, UsageCharge } from './charge.ts';
import type { Pricing, Tier } from './pricing.ts';

/** Charges as JSON to be stored: every decimal as text, so that nothing on the way makes a float of it. */
export function chargesToJson(charges: readonly Charge[]): JsonValue {
  return charges.map((charge) => {
    if (charge.kind === 'FLAT') return { ...charge, amount: formatDecimal(charge.amount) };
    const { pricing, includedUnits, priceBy, minimum, maximum, credits } = charge;
    return {
      ...charge,
      pricing: pricingToJson(pricing),
      includedUnits: formatDecimal(includedUnits),
      priceBy: priceBy && { ...priceBy, prices: priceBy.prices.map(priceToJson) },
      minimum: minimum && formatDecimal(minimum),
      maximum: maximum && formatDecimal(maximum),
      credits: credits && creditTermsToJson(credits),
    };
  });
}

/** What chargesToJson wrote, exactly. Throws TypeError for anything else: these were stored by us, so it is a bug. */
export function chargesFromJson(json: JsonValue): Charge[] {
  return listOf(json).map((item): Charge => {
    const charge = objectOf(item);
    const name = textOf(charge.name);
    switch (charge.kind) {
      case 'FLAT':
        return { kind: 'FLAT', name, amount: decimalOf(charge.amount), oneTime: flagOf(charge.oneTime) };
      case 'USAGE':
        return usageFromJson(name, charge);
      default:
        throw unexpected(charge.kind);
    }
  });
}

function priceToJson({ value, pricing }: PriceBy['prices'][number]): JsonObject {
  return { value, pricing: pricingToJson(pricing) };
}

function pricingToJson(pricing: Pricing): JsonObject {
  switch (pricing.kind) {
    case 'PER_UNIT':
      return { kind: pricing.kind, unitAmount: formatDecimal(pricing.unitAmount) };
    case 'PACKAGE':
      return { kind: pricing.kind, size: formatDecimal(pricing.size), amount: formatDecimal(pricing.amount) };
    case 'GRADUATED':
    case 'VOLUME':
      return { kind: pricing.kind, tiers: pricing.tiers.map(tierToJson) };
  }
}

function tierToJson({ upTo, unitAmount, flatAmount }: Tier): JsonObject {
  return {
    upTo: upTo && formatDecimal(upTo),
    unitAmount: formatDecimal(unitAmount),
    flatAmount: formatDecimal(flatAmount),
  };
}

function usageFromJson(name: string, charge: JsonObject): UsageCharge {
  return {
    kind: 'USAGE',
    name,
    meterId: textOf(charge.meterId),
    pricing: pricingFromJson(charge.pricing),
    includedUnits: decimalOf(charge.includedUnits),
    includedPerSeat: flagOf(charge.includedPerSeat),
    prorateAllowance: flagOf(charge.prorateAllowance),
    priceBy: charge.priceBy === null ? null : priceByFromJson(objectOf(charge.priceBy)),
    minimum: charge.minimum === null ? null : decimalOf(charge.minimum),
    maximum: charge.maximum === null ? null : decimalOf(charge.maximum),
    // Charges stored before there were credits do not say.
    credits: charge.credits == null ? null : creditTermsFromJson(charge.credits),
  };
}

function priceByFromJson({ property, prices }: JsonObject): PriceBy {
  return {
    property: textOf(property),
    prices: listOf(prices)
      .map(objectOf)
      .map(({ value = null, pricing }) => ({ value, pricing: pricingFromJson(pricing) })),
  };
}

function pricingFromJson(json: JsonValue | undefined): Pricing {
  const { kind, unitAmount, size, amount, tiers } = objectOf(json);
  switch (kind) {
    case 'PER_UNIT':
      return { kind, unitAmount: decimalOf(unitAmount) };
    case 'PACKAGE':
      return { kind, size: decimalOf(size), amount: decimalOf(amount) };
    case 'GRADUATED':
    case 'VOLUME':
      return { kind, tiers: listOf(tiers).map(objectOf).map(tierFromJson) };
    default:
      throw unexpected(kind);
  }
}

function tierFromJson({ upTo, unitAmount, flatAmount }: JsonObject): Tier {
  return {
    upTo: upTo === null ? null : decimalOf(upTo),
    unitAmount: decimalOf(unitAmount),
    flatAmount: decimalOf(flatAmount),
  };
}
