import type { Charge, FlatCharge, PriceBy, UsageCharge } from '../../core/pricing/charge.ts';
import type { Pricing, Tier } from '../../core/pricing/pricing.ts';
import { builder } from '../builder.ts';
import { Meter } from '../meters/type.ts';
import { Money } from '../money.ts';

/** Something of a product, with the currency that its amounts are in. */
export type Priced<T> = { readonly of: T; readonly currency: string };

const TierRef = builder.objectRef<Priced<Tier>>('Tier').implement({
  description: 'The price of a part of a quantity.',
  fields: (t) => ({
    upTo: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The last quantity that belongs to it; null: the rest.',
      resolve: ({ of }) => of.upTo,
    }),
    unitAmount: t.field({
      type: Money,
      description: 'Per unit.',
      resolve: ({ of, currency }) => ({ amount: of.unitAmount, currency }),
    }),
    flatAmount: t.field({
      type: Money,
      description: 'Due once the tier is entered.',
      resolve: ({ of, currency }) => ({ amount: of.flatAmount, currency }),
    }),
  }),
});

const PricingKind = builder.enumType('PricingKind', {
  description: 'How a quantity is priced.',
  values: {
    PER_UNIT: { description: 'Every unit costs the same.' },
    GRADUATED: { description: 'Each tier prices its own share of the quantity.' },
    VOLUME: { description: 'The tier of the whole quantity prices all of it.' },
    PACKAGE: { description: 'Every started block costs the same.' },
  } satisfies Record<Pricing['kind'], { description: string }>,
});

const PricingRef = builder.objectRef<Priced<Pricing>>('Pricing').implement({
  description: 'How a quantity is priced.',
  fields: (t) => ({
    kind: t.field({ type: PricingKind, description: 'In which of the four ways.', resolve: ({ of }) => of.kind }),
    unitAmount: t.field({
      type: Money,
      nullable: true,
      description: 'What a unit costs, PER_UNIT; what a block costs, PACKAGE; else null.',
      resolve: ({ of, currency }) => {
        if (of.kind === 'PER_UNIT') return { amount: of.unitAmount, currency };
        return of.kind === 'PACKAGE' ? { amount: of.amount, currency } : null;
      },
    }),
    packageSize: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'How many units a block has, PACKAGE; else null.',
      resolve: ({ of }) => (of.kind === 'PACKAGE' ? of.size : null),
    }),
    tiers: t.field({
      type: [TierRef],
      description: 'In order, GRADUATED and VOLUME; else none.',
      resolve: ({ of, currency }) => ('tiers' in of ? of.tiers.map((tier) => ({ of: tier, currency })) : []),
    }),
  }),
});

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
      description: 'The price; with `priceBy`, that of all values which have none of their own.',
      resolve: ({ of, currency }) => ({ of: of.pricing, currency }),
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
