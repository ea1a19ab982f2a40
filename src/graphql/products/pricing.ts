import type { Pricing, Tier } from '../../core/pricing/pricing.ts';
import { builder } from '../builder.ts';
import { partsComplexity } from '../complexity.ts';
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

export const PricingRef = builder.objectRef<Priced<Pricing>>('Pricing').implement({
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
      complexity: partsComplexity,
      description: 'In order, GRADUATED and VOLUME; else none.',
      resolve: ({ of, currency }) => ('tiers' in of ? of.tiers.map((tier) => ({ of: tier, currency })) : []),
    }),
  }),
});
