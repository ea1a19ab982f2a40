import type { Decimal } from '../../src/core/decimal.ts';

export type NaiveMeter = { eventName: string; aggregation: 'COUNT' | 'SUM' | 'MAX' | 'LAST' };
export type NaiveCharge = {
  meter: number;
  included: Decimal;
  rate: { kind: 'UNITS_PER_CREDIT' | 'CREDITS_PER_UNIT'; value: Decimal };
  whenExhausted: 'STOP' | 'CHARGE' | 'DEBT';
  debtLimit: Decimal | null;
};
export type Rollover = { percent: Decimal; cap: Decimal | null; times: number; lifetimeDays: number | null };
export type TopUp = { threshold: Decimal; amount: Decimal; perPeriod: number };
export type NaivePlan = {
  amount: Decimal;
  perSeat: boolean;
  priority: number;
  expires: 'PERIOD_END' | 'NEVER' | number;
  rollover: Rollover | null;
  topUp: TopUp | null;
};
export type NaiveProduct = { days: number; charges: NaiveCharge[]; plan: NaivePlan | null };
export type Terms = { product: NaiveProduct; quantity: number };
export type Period = Terms & { start: bigint; end: bigint };
export type Subscription = { startsAt: bigint; periods: Period[]; next: Terms | null | 'SAME'; ended: boolean };
export type Given = {
  amount: Decimal;
  priority: number;
  effectiveAt: bigint;
  expiresAt: bigint | null;
  source: string;
};
export type Grant = Given & {
  createdAt: bigint;
  of: number | null;
  rolls: number;
  state: 'WAITING' | 'LIVE' | 'ENDED' | 'VOIDED';
};
export type Hold = { amount: Decimal; expiresAt: bigint; open: boolean };
export type Entry = { kind: string; grant: number | null; debt: boolean; amount: Decimal; draw: string | null };
export type NaiveEvent = { id: string; name: string; at: bigint; value: Decimal; of: number | null; voided?: boolean };
