import type { PlanGrantDraft } from '../../actions/resolve-credits.ts';
import type { GrantExpiry, LowBalance } from '../../core/credits/terms.ts';
import { Decimal } from '../../core/decimal.ts';
import { builder } from '../builder.ts';
import { IntervalInput, intervalOf } from './intervals.ts';

const CreditExpiryInput = builder.inputType('CreditExpiryInput', {
  description: 'When granted credits expire.',
  isOneOf: true,
  fields: (t) => ({
    atPeriodEnd: t.boolean({ description: 'True: with the period they came with.' }),
    never: t.boolean({ description: 'True: never.' }),
    after: t.field({ type: IntervalInput, description: 'So long after they were granted, by the calendar.' }),
  }),
});

const RolloverInput = builder.inputType('RolloverInput', {
  description: 'How much of what is left at the end of a period lives on. It is rounded down; the rest is forfeited.',
  fields: (t) => ({
    percent: t.field({ type: 'Decimal', required: true, description: 'More than 0, at most 100.' }),
    cap: t.field({ type: 'Decimal', description: 'At most so many credits. Default: no cap.' }),
    lifetime: t.field({
      type: IntervalInput,
      description: 'How long they live on, by the calendar. Default: to the end of the next period.',
    }),
    times: t.int({ defaultValue: 1, description: 'How many period ends the same credits may survive: 1 to 100.' }),
  }),
});

const AutoTopUpInput = builder.inputType('AutoTopUpInput', {
  description: 'Credits that are bought whenever what is available falls below a threshold.',
  fields: (t) => ({
    threshold: t.field({ type: 'Decimal', required: true, description: 'Below how many available credits.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'How many credits a top-up brings.' }),
    price: t.field({
      type: 'Decimal',
      required: true,
      description: 'What a top-up costs, in major units of the product’s currency.',
    }),
    maxPerPeriod: t.int({ required: true, description: 'How many top-ups a period may have: 1 to 1,000.' }),
  }),
});

const LowBalanceInput = builder.inputType('LowBalanceInput', {
  description: 'A threshold that is announced when the balance falls below it.',
  isOneOf: true,
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', description: 'So many credits.' }),
    percent: t.field({ type: 'Decimal', description: 'A share of what the period’s grant was: up to 100.' }),
  }),
});

export const PlanCreditGrantInput = builder.inputType('PlanCreditGrantInput', {
  description: 'Credits that come with every period of a product.',
  fields: (t) => ({
    creditType: t.string({
      required: true,
      description: 'The key of the credit type. A product grants each one once.',
    }),
    amount: t.field({ type: 'Decimal', required: true, description: 'How many credits a period brings.' }),
    perSeat: t.boolean({ defaultValue: false, description: 'Whether every seat brings the amount.' }),
    priority: t.int({ defaultValue: 100, description: 'Lower is drawn first: 0 to 1,000,000.' }),
    expires: t.field({ type: CreditExpiryInput, description: 'When they expire. Default: at the end of the period.' }),
    rollover: t.field({
      type: RolloverInput,
      description: 'What of them lives on after the period, if they expire at its end. Default: nothing.',
    }),
    autoTopUp: t.field({
      type: AutoTopUpInput,
      description: 'What is bought when a draw or a hold would leave few. Default: nothing.',
    }),
    lowBalance: t.field({ type: [LowBalanceInput], description: 'At most 10 thresholds. Default: none.' }),
  }),
});

/** The grant that was asked for. */
export function grantDraftOf(input: typeof PlanCreditGrantInput.$inferInput): PlanGrantDraft {
  const { rollover, autoTopUp } = input;
  return {
    creditTypeKey: input.creditType,
    amount: input.amount,
    perSeat: input.perSeat ?? false,
    priority: input.priority ?? 100,
    expires: input.expires ? expiryOf(input.expires) : { kind: 'PERIOD_END' },
    rollover: rollover
      ? {
          percent: rollover.percent,
          cap: rollover.cap ?? null,
          lifetime: rollover.lifetime ? intervalOf(rollover.lifetime) : null,
          times: rollover.times ?? 1,
        }
      : null,
    autoTopUp: autoTopUp ? { ...autoTopUp } : null,
    lowBalance: (input.lowBalance ?? []).map(lowBalanceOf),
  };
}

function expiryOf({ atPeriodEnd, never, after }: typeof CreditExpiryInput.$inferInput): GrantExpiry | null {
  if (after) return { kind: 'AFTER', interval: intervalOf(after) };
  if (never) return { kind: 'NEVER' };
  return atPeriodEnd ? { kind: 'PERIOD_END' } : null;
}

/** GraphQL has made sure that exactly one is there. */
function lowBalanceOf({ amount, percent }: typeof LowBalanceInput.$inferInput): LowBalance {
  return amount ? { kind: 'AMOUNT', value: amount } : { kind: 'PERCENT', value: percent ?? new Decimal(0) };
}
