import type { PlanGrantFacts } from './charge.ts';
import type { Interval } from './interval.ts';
import type { Pricing } from './price.ts';

/** A product's prices as they are typed: all of it text, so that nothing is lost or rounded on the way. */
export type TierDraft = { readonly upTo: string; readonly unitAmount: string; readonly flatAmount: string };

export type PriceDraft = {
  readonly kind: Pricing['kind'];
  readonly amount: string;
  readonly size: string;
  readonly tiers: readonly TierDraft[];
};

export type ChargeKind = 'FLAT' | 'ONE_TIME' | 'USAGE' | 'CREDITS';

export type ChargeDraft = {
  readonly kind: ChargeKind;
  readonly name: string;
  readonly amount: string;
  readonly meter: string;
  readonly includedUnits: string;
  readonly includedPerSeat: boolean;
  readonly prorateAllowance: boolean;
  readonly price: PriceDraft;
  readonly property: string;
  readonly values: readonly { readonly value: string; readonly price: PriceDraft }[];
  readonly minimum: string;
  readonly maximum: string;
  readonly creditType: string;
  readonly rate: 'PER_UNIT' | 'PER_CREDIT';
  readonly rateAmount: string;
  readonly whenExhausted: 'STOP' | 'CHARGE' | 'DEBT';
  readonly debtLimit: string;
  readonly overage: PriceDraft;
};

export type GrantDraft = {
  readonly creditType: string;
  readonly amount: string;
  readonly perSeat: boolean;
  readonly priority: string;
  readonly expires: PlanGrantFacts['expires']['kind'];
  readonly after: Interval;
  readonly rollsOver: boolean;
  readonly percent: string;
  readonly cap: string;
  readonly times: string;
  readonly lifetime: Interval | null;
  /** `20%, 500`. */
  readonly lowBalance: string;
  readonly topsUp: boolean;
  readonly topUp: {
    readonly threshold: string;
    readonly amount: string;
    readonly price: string;
    readonly most: string;
  };
};

export const emptyPrice: PriceDraft = {
  kind: 'PER_UNIT',
  amount: '',
  size: '',
  tiers: [
    { upTo: '', unitAmount: '', flatAmount: '' },
    { upTo: '', unitAmount: '', flatAmount: '' },
  ],
};

export const emptyCharge: ChargeDraft = {
  kind: 'USAGE',
  name: '',
  amount: '',
  meter: '',
  includedUnits: '',
  includedPerSeat: false,
  prorateAllowance: false,
  price: emptyPrice,
  property: '',
  values: [],
  minimum: '',
  maximum: '',
  creditType: '',
  rate: 'PER_UNIT',
  rateAmount: '',
  whenExhausted: 'STOP',
  debtLimit: '',
  overage: emptyPrice,
};

export const emptyGrant: GrantDraft = {
  creditType: '',
  amount: '',
  perSeat: false,
  priority: '100',
  expires: 'PERIOD_END',
  after: { unit: 'MONTH', count: 1 },
  rollsOver: false,
  percent: '100',
  cap: '',
  times: '1',
  lifetime: null,
  lowBalance: '',
  topsUp: false,
  topUp: { threshold: '', amount: '', price: '', most: '1' },
};
