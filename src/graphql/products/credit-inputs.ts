import type { CreditsDraft } from '../../actions/resolve-credits.ts';
import type { WhenExhausted } from '../../core/credits/terms.ts';
import { builder } from '../builder.ts';
import { PricingInput, pricingOf } from './pricing-inputs.ts';

export const WhenExhaustedRef = builder.enumType('WhenExhausted', {
  description: 'What happens to usage that no credits are left for. It is recorded in any case.',
  values: {
    STOP: { description: 'It is shown as uncovered, and billed nothing.' },
    CHARGE: { description: 'It is billed at the price of `overage`.' },
    DEBT: { description: 'The balance goes below zero, and the next grant repays it first.' },
  } satisfies Record<WhenExhausted, { description: string }>,
});

export const UsageCreditsInput = builder.inputType('UsageCreditsInput', {
  description: 'Which credits usage draws on, how many, and what happens when they run out.',
  fields: (t) => ({
    creditType: t.string({ required: true, description: 'The key of the credit type.' }),
    unitsPerCredit: t.field({
      type: 'Decimal',
      description: 'How many units of usage one credit pays for. Either this or `creditsPerUnit`.',
    }),
    creditsPerUnit: t.field({
      type: 'Decimal',
      description: 'How many credits one unit of usage costs. Either this or `unitsPerCredit`.',
    }),
    whenExhausted: t.field({
      type: WhenExhaustedRef,
      required: true,
      defaultValue: 'STOP',
      description: 'What happens to usage that no credits are left for.',
    }),
    overage: t.field({
      type: PricingInput,
      description: 'What units that credits did not cover cost. Needed with CHARGE, and only with that.',
    }),
    debtLimit: t.field({
      type: 'Decimal',
      description: 'How far below zero the balance may go, with DEBT only. Default: without limit.',
    }),
  }),
});

/** The credits that were asked for. */
export function creditsDraftOf(input: typeof UsageCreditsInput.$inferInput): CreditsDraft {
  return {
    creditTypeKey: input.creditType,
    unitsPerCredit: input.unitsPerCredit ?? null,
    creditsPerUnit: input.creditsPerUnit ?? null,
    whenExhausted: input.whenExhausted,
    overage: input.overage ? pricingOf(input.overage) : null,
    debtLimit: input.debtLimit ?? null,
  };
}
