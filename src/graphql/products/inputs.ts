import type { ChargeDraft } from '../../actions/resolve-charges.ts';
import { Decimal } from '../../core/decimal.ts';
import { InvalidInput } from '../../core/errors.ts';
import { builder } from '../builder.ts';
import { creditsDraftOf, UsageCreditsInput } from './credit-inputs.ts';
import { PricingInput, pricingOf } from './pricing-inputs.ts';

const FlatChargeInput = builder.inputType('FlatChargeInput', {
  description: 'A charge that does not depend on usage.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What invoices call it.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'In major units; multiplied by the quantity.' }),
    oneTime: t.boolean({
      defaultValue: false,
      description:
        'True: once, as it is, with the first period under the product. False: in advance, for every period.',
    }),
  }),
});

const PropertyPriceInput = builder.inputType('PropertyPriceInput', {
  description: 'The price of one value of a property.',
  fields: (t) => ({
    value: t.field({ type: 'JSON', required: true, description: 'The value: a string, a number or a boolean.' }),
    pricing: t.field({ type: PricingInput, required: true, description: 'Its price.' }),
  }),
});

const PriceByInput = builder.inputType('PriceByInput', {
  description: 'Other prices for some values of a property that the meter groups by.',
  fields: (t) => ({
    property: t.string({ required: true, description: 'One of the meter’s groupBy.' }),
    prices: t.field({
      type: [PropertyPriceInput],
      required: true,
      description: 'The values with a price of their own. The free allowance is used up in this order.',
    }),
  }),
});

const UsageChargeInput = builder.inputType('UsageChargeInput', {
  description: 'A charge for what a meter counted in a period.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What invoices call it.' }),
    meter: t.string({ required: true, description: 'The key of the meter.' }),
    pricing: t.field({
      type: PricingInput,
      description:
        'The price; with `priceBy`, that of all values which have none of their own. Either this or `credits`.',
    }),
    credits: t.field({
      type: UsageCreditsInput,
      description:
        'The credits that it draws on instead of money, without `priceBy`, `minimum` and `maximum`. Either this or `pricing`.',
    }),
    includedUnits: t.field({ type: 'Decimal', description: 'Free in every period. Default: 0.' }),
    includedPerSeat: t.boolean({ defaultValue: false, description: 'Whether every seat brings the free units.' }),
    prorateAllowance: t.boolean({
      defaultValue: false,
      description: 'Whether a period that is cut short has fewer free units.',
    }),
    priceBy: t.field({ type: PriceByInput, description: 'Other prices for some values of a property.' }),
    minimum: t.field({ type: 'Decimal', description: 'What a period costs at least.' }),
    maximum: t.field({ type: 'Decimal', description: 'What a period costs at most.' }),
  }),
});

export const ChargeInput = builder.inputType('ChargeInput', {
  description: 'One thing a product charges for: flat or by usage.',
  isOneOf: true,
  fields: (t) => ({
    flat: t.field({ type: FlatChargeInput, description: 'A charge that does not depend on usage.' }),
    usage: t.field({ type: UsageChargeInput, description: 'A charge for what a meter counted.' }),
  }),
});

/** The charge that was asked for. */
export function chargeOf({ flat, usage }: typeof ChargeInput.$inferInput): ChargeDraft {
  if (flat) return { kind: 'FLAT', name: flat.name, amount: flat.amount, oneTime: flat.oneTime ?? false };
  // GraphQL has made sure that exactly one is there.
  if (!usage) throw new InvalidInput([{ path: ['charges'], message: 'A charge is either flat or by usage.' }]);
  return {
    kind: 'USAGE',
    name: usage.name,
    meterKey: usage.meter,
    pricing: usage.pricing ? pricingOf(usage.pricing) : null,
    includedUnits: usage.includedUnits ?? new Decimal(0),
    includedPerSeat: usage.includedPerSeat ?? false,
    prorateAllowance: usage.prorateAllowance ?? false,
    priceBy: usage.priceBy
      ? {
          property: usage.priceBy.property,
          prices: usage.priceBy.prices.map(({ value, pricing }) => ({
            value: value ?? null,
            pricing: pricingOf(pricing),
          })),
        }
      : null,
    minimum: usage.minimum ?? null,
    maximum: usage.maximum ?? null,
    credits: usage.credits ? creditsDraftOf(usage.credits) : null,
  };
}
