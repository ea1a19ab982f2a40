import type { AutoTopUp, GrantExpiry, LowBalance, PlanGrant, Rollover } from '../../core/credits/terms.ts';
import { builder } from '../builder.ts';
import { partsComplexity } from '../complexity.ts';
import { CreditType } from '../credits/type.ts';
import { Money } from '../money.ts';
import { IntervalRef } from './intervals.ts';
import type { Priced } from './pricing.ts';

const CreditExpiryKind = builder.enumType('CreditExpiryKind', {
  description: 'What ends the life of granted credits.',
  values: {
    PERIOD_END: { description: 'The end of the period they came with.' },
    NEVER: { description: 'Nothing.' },
    AFTER: { description: 'Some time after they were granted.' },
  } satisfies Record<GrantExpiry['kind'], { description: string }>,
});

const CreditExpiryRef = builder.objectRef<GrantExpiry>('CreditExpiry').implement({
  description: 'When granted credits expire.',
  fields: (t) => ({
    kind: t.field({ type: CreditExpiryKind, description: 'What ends their life.', resolve: ({ kind }) => kind }),
    after: t.field({
      type: IntervalRef,
      nullable: true,
      description: 'How long they live, AFTER; else null.',
      resolve: (expiry) => (expiry.kind === 'AFTER' ? expiry.interval : null),
    }),
  }),
});

const RolloverRef = builder.objectRef<Rollover>('Rollover').implement({
  description: 'How much of what is left at the end of a period lives on. It is rounded down; the rest is forfeited.',
  fields: (t) => ({
    percent: t.expose('percent', { type: 'Decimal', description: 'More than 0, at most 100.' }),
    cap: t.expose('cap', { type: 'Decimal', nullable: true, description: 'At most so many credits; null: no cap.' }),
    lifetime: t.field({
      type: IntervalRef,
      nullable: true,
      description: 'How long they live on, by the calendar; null: to the end of the next period.',
      resolve: ({ lifetime }) => lifetime,
    }),
    times: t.exposeInt('times', { description: 'How many period ends the same credits may survive.' }),
  }),
});

const AutoTopUpRef = builder.objectRef<Priced<AutoTopUp>>('AutoTopUp').implement({
  description: 'Credits that are bought whenever what is available falls below a threshold.',
  fields: (t) => ({
    threshold: t.field({
      type: 'Decimal',
      description: 'Below how many available credits.',
      resolve: ({ of }) => of.threshold,
    }),
    amount: t.field({
      type: 'Decimal',
      description: 'How many credits a top-up brings.',
      resolve: ({ of }) => of.amount,
    }),
    price: t.field({
      type: Money,
      description: 'What a top-up costs.',
      resolve: ({ of, currency }) => ({ amount: of.price, currency }),
    }),
    maxPerPeriod: t.field({
      type: 'Int',
      description: 'How many top-ups a period may have.',
      resolve: ({ of }) => of.maxPerPeriod,
    }),
  }),
});

const LowBalanceRef = builder.objectRef<LowBalance>('LowBalance').implement({
  description: 'A threshold that is announced when the balance falls below it.',
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'So many credits; null if `percent` says it.',
      resolve: ({ kind, value }) => (kind === 'AMOUNT' ? value : null),
    }),
    percent: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'A share of what the period’s grant was; null if `amount` says it.',
      resolve: ({ kind, value }) => (kind === 'PERCENT' ? value : null),
    }),
  }),
});

export const PlanCreditGrant = builder.objectRef<Priced<PlanGrant>>('PlanCreditGrant').implement({
  description: 'Credits that come with every period of a product.',
  fields: (t) => ({
    creditType: t.field({
      type: CreditType,
      description: 'What they are counted in.',
      resolve: ({ of }) => of.creditTypeId,
    }),
    amount: t.field({
      type: 'Decimal',
      description: 'How many credits a period brings.',
      resolve: ({ of }) => of.amount,
    }),
    perSeat: t.field({
      type: 'Boolean',
      description: 'Whether every seat brings the amount.',
      resolve: ({ of }) => of.perSeat,
    }),
    priority: t.field({ type: 'Int', description: 'Lower is drawn first.', resolve: ({ of }) => of.priority }),
    expires: t.field({ type: CreditExpiryRef, description: 'When they expire.', resolve: ({ of }) => of.expires }),
    rollover: t.field({
      type: RolloverRef,
      nullable: true,
      description: 'What of them lives on after the period; null: nothing.',
      resolve: ({ of }) => of.rollover,
    }),
    autoTopUp: t.field({
      type: AutoTopUpRef,
      nullable: true,
      description: 'What is bought when they run low; null: nothing.',
      resolve: ({ of, currency }) => of.autoTopUp && { of: of.autoTopUp, currency },
    }),
    lowBalance: t.field({
      complexity: partsComplexity,
      type: [LowBalanceRef],
      description: 'The thresholds that are announced.',
      resolve: ({ of }) => of.lowBalance,
    }),
  }),
});
