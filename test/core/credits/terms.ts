import type { AutoTopUp, CreditTerms, PlanGrant, Rollover } from '../../../src/core/credits/terms.ts';
import { dec } from '../pricing/prices.ts';

/** 1,000 units are one credit, of two decimals. */
export function creditTerms(more: Partial<CreditTerms> = {}): CreditTerms {
  return {
    creditTypeId: 'credits',
    precision: 2,
    rate: { kind: 'UNITS_PER_CREDIT', value: dec(1000) },
    whenExhausted: 'STOP',
    debtLimit: null,
    ...more,
  };
}

/** 200 credits of two decimals, to the end of the period. */
export function planGrant(more: Partial<PlanGrant> = {}): PlanGrant {
  return {
    creditTypeId: 'credits',
    precision: 2,
    amount: dec(200),
    perSeat: false,
    priority: 100,
    expires: { kind: 'PERIOD_END' },
    rollover: null,
    autoTopUp: null,
    lowBalance: [],
    ...more,
  };
}

export function rollover(more: Partial<Rollover> = {}): Rollover {
  return { percent: dec(75), cap: null, lifetime: null, times: 1, ...more };
}

export function autoTopUp(more: Partial<AutoTopUp> = {}): AutoTopUp {
  return { threshold: dec(10), amount: dec(100), price: dec('9.99'), maxPerPeriod: 3, ...more };
}
