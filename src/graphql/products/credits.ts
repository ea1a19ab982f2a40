import type { CreditTerms } from '../../core/credits/terms.ts';
import type { Pricing } from '../../core/pricing/pricing.ts';
import { builder } from '../builder.ts';
import { CreditType } from '../credits/type.ts';
import { WhenExhaustedRef } from './credit-inputs.ts';
import { type Priced, PricingRef } from './pricing.ts';

/** How a charge draws on credits, with the price of what they do not cover. */
type CreditsOfCharge = CreditTerms & { readonly pricing: Pricing };

export const UsageCredits = builder.objectRef<Priced<CreditsOfCharge>>('UsageCredits').implement({
  description: 'Which credits usage draws on, how many, and what happens when they run out.',
  fields: (t) => ({
    creditType: t.field({
      type: CreditType,
      description: 'What the credits are counted in.',
      resolve: ({ of }) => of.creditTypeId,
    }),
    unitsPerCredit: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'How many units of usage one credit pays for; null if `creditsPerUnit` says it.',
      resolve: ({ of: { rate } }) => (rate.kind === 'UNITS_PER_CREDIT' ? rate.value : null),
    }),
    creditsPerUnit: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'How many credits one unit of usage costs; null if `unitsPerCredit` says it.',
      resolve: ({ of: { rate } }) => (rate.kind === 'CREDITS_PER_UNIT' ? rate.value : null),
    }),
    whenExhausted: t.field({
      type: WhenExhaustedRef,
      description: 'What happens to usage that no credits are left for.',
      resolve: ({ of }) => of.whenExhausted,
    }),
    overage: t.field({
      type: PricingRef,
      nullable: true,
      description: 'What units that credits did not cover cost, with CHARGE; else null.',
      resolve: ({ of, currency }) => (of.whenExhausted === 'CHARGE' ? { of: of.pricing, currency } : null),
    }),
    debtLimit: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'How far below zero the balance may go, with DEBT; null: without limit.',
      resolve: ({ of }) => of.debtLimit,
    }),
  }),
});
