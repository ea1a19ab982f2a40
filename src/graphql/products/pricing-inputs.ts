import { Decimal } from '../../core/decimal.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { Pricing } from '../../core/pricing/pricing.ts';
import { builder } from '../builder.ts';

const TierInput = builder.inputType('TierInput', {
  description: 'The price of a part of a quantity.',
  fields: (t) => ({
    upTo: t.field({
      type: 'Decimal',
      description: 'The last quantity that belongs to it; null: the rest, for the last tier and only for that.',
    }),
    unitAmount: t.field({ type: 'Decimal', description: 'Per unit, in major units. Default: 0.' }),
    flatAmount: t.field({ type: 'Decimal', description: 'Due once the tier is entered. Default: 0.' }),
  }),
});

const TieredPricingInput = builder.inputType('TieredPricingInput', {
  description: 'Prices that depend on the quantity.',
  fields: (t) => ({
    tiers: t.field({ type: [TierInput], required: true, description: 'From the first unit up: 1 to 100.' }),
  }),
});

const PerUnitPricingInput = builder.inputType('PerUnitPricingInput', {
  description: 'Every unit costs the same.',
  fields: (t) => ({
    unitAmount: t.field({ type: 'Decimal', required: true, description: 'In major units, as small as 1e-12.' }),
  }),
});

const PackagePricingInput = builder.inputType('PackagePricingInput', {
  description: 'Every started block costs the same.',
  fields: (t) => ({
    size: t.field({ type: 'Decimal', required: true, description: 'How many units a block has. More than 0.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'What a block costs, in major units.' }),
  }),
});

export const PricingInput = builder.inputType('PricingInput', {
  description: 'How a quantity is priced: one of the four ways.',
  isOneOf: true,
  fields: (t) => ({
    perUnit: t.field({ type: PerUnitPricingInput, description: 'Every unit costs the same.' }),
    graduated: t.field({ type: TieredPricingInput, description: 'Each tier prices its own share of the quantity.' }),
    volume: t.field({ type: TieredPricingInput, description: 'The tier of the whole quantity prices all of it.' }),
    package: t.field({ type: PackagePricingInput, description: 'Every started block costs the same.' }),
  }),
});

/** The price that was asked for. */
export function pricingOf(input: typeof PricingInput.$inferInput): Pricing {
  if (input.perUnit) return { kind: 'PER_UNIT', unitAmount: input.perUnit.unitAmount };
  if (input.package) return { kind: 'PACKAGE', ...input.package };
  const [kind, tiered] = input.graduated
    ? (['GRADUATED', input.graduated] as const)
    : (['VOLUME', input.volume] as const);
  // GraphQL has made sure that exactly one is there.
  if (!tiered) throw new InvalidInput([{ path: ['pricing'], message: 'Give exactly one way of pricing.' }]);
  const zero = new Decimal(0);
  const tiers = tiered.tiers.map((tier) => ({
    upTo: tier.upTo ?? null,
    unitAmount: tier.unitAmount ?? zero,
    flatAmount: tier.flatAmount ?? zero,
  }));
  return { kind, tiers };
}
