import type { Charge, FlatCharge, PriceBy, UsageCharge } from '../../core/pricing/charge.ts';
import { builder } from '../builder.ts';
import { partsComplexity } from '../complexity.ts';
import { Meter } from '../meters/type.ts';
import { Money } from '../money.ts';
import { UsageCredits } from './credits.ts';
import { type Priced, PricingRef } from './pricing.ts';

const PropertyPriceRef = builder.objectRef<Priced<PriceBy['prices'][number]>>('PropertyPrice').implement({
  description: 'The price of one value of a property.',
  fields: (t) => ({
    value: t.field({ type: 'JSON', nullable: true, description: 'The value.', resolve: ({ of }) => of.value }),
    pricing: t.field({
      type: PricingRef,
      description: 'Its price.',
      resolve: ({ of, currency }) => ({ of: of.pricing, currency }),
    }),
  }),
});

const PriceByRef = builder.objectRef<Priced<PriceBy>>('PriceBy').implement({
  description: 'Other prices for some values of a property.',
  fields: (t) => ({
    property: t.field({ type: 'String', description: 'Which property.', resolve: ({ of }) => of.property }),
    prices: t.field({
      type: [PropertyPriceRef],
      complexity: partsComplexity,
      description: 'The values with a price of their own, in the order in which they use up the free allowance.',
      resolve: ({ of, currency }) => of.prices.map((price) => ({ of: price, currency })),
    }),
  }),
});

const FlatChargeRef = builder.objectRef<Priced<FlatCharge>>('FlatCharge').implement({
  description: 'A charge that does not depend on usage.',
  fields: (t) => ({
    name: t.field({ type: 'String', description: 'What invoices call it.', resolve: ({ of }) => of.name }),
    amount: t.field({
      type: Money,
      description: 'For one of the quantity and a whole period; once, if it is a one-time charge.',
      resolve: ({ of, currency }) => ({ amount: of.amount, currency }),
    }),
    oneTime: t.field({
      type: 'Boolean',
      description: 'Whether it is due once, with the first period under the product.',
      resolve: ({ of }) => of.oneTime,
    }),
  }),
});

const UsageChargeRef = builder.objectRef<Priced<UsageCharge>>('UsageCharge').implement({
  description: 'A charge for what a meter counted in a period.',
  fields: (t) => ({
    name: t.field({ type: 'String', description: 'What invoices call it.', resolve: ({ of }) => of.name }),
    meter: t.field({ type: Meter, description: 'What counts.', resolve: ({ of }) => of.meterId }),
    pricing: t.field({
      type: PricingRef,
      nullable: true,
      description:
        'The price; with `priceBy`, that of all values which have none of their own. Null if it draws on credits.',
      resolve: ({ of, currency }) => (of.credits === null ? { of: of.pricing, currency } : null),
    }),
    credits: t.field({
      type: UsageCredits,
      nullable: true,
      description: 'The credits that it draws on instead of money; null if it has a price.',
      resolve: ({ of: { credits, pricing }, currency }) => credits && { of: { ...credits, pricing }, currency },
    }),
    includedUnits: t.field({
      type: 'Decimal',
      description: 'Free in every period.',
      resolve: ({ of }) => of.includedUnits,
    }),
    includedPerSeat: t.field({
      type: 'Boolean',
      description: 'Whether every seat brings the free units.',
      resolve: ({ of }) => of.includedPerSeat,
    }),
    prorateAllowance: t.field({
      type: 'Boolean',
      description: 'Whether a period that is cut short has fewer free units.',
      resolve: ({ of }) => of.prorateAllowance,
    }),
    priceBy: t.field({
      type: PriceByRef,
      nullable: true,
      description: 'Other prices for some values of a property.',
      resolve: ({ of, currency }) => of.priceBy && { of: of.priceBy, currency },
    }),
    minimum: t.field({
      type: Money,
      nullable: true,
      description: 'What a period costs at least.',
      resolve: ({ of, currency }) => of.minimum && { amount: of.minimum, currency },
    }),
    maximum: t.field({
      type: Money,
      nullable: true,
      description: 'What a period costs at most.',
      resolve: ({ of, currency }) => of.maximum && { amount: of.maximum, currency },
    }),
  }),
});

export const ChargeRef = builder.unionType('Charge', {
  description: 'One thing a product charges for.',
  types: [FlatChargeRef, UsageChargeRef],
  resolveType: (charge) => ((charge as Priced<Charge>).of.kind === 'FLAT' ? FlatChargeRef : UsageChargeRef),
});
