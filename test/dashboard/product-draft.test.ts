import { expect, test } from 'vitest';
import type { ChargeFacts, PlanGrantFacts } from '../../dashboard/src/format/charge.ts';
import { emptyCharge } from '../../dashboard/src/format/product-draft.ts';
import { chargeDraft, grantDraft } from '../../dashboard/src/format/product-facts.ts';
import { chargeInput, grantInput, propertyDraft, propertyValue } from '../../dashboard/src/format/product-input.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const meter = { key: 'tokens', name: 'Tokens', unit: 'token' };
const perUnit = { kind: 'PER_UNIT' as const, packageSize: null, unitAmount: usd('0.0006'), tiers: [] };

const usage: ChargeFacts = {
  __typename: 'UsageCharge',
  name: 'Tokens',
  meter,
  includedUnits: '10000',
  includedPerSeat: true,
  prorateAllowance: true,
  minimum: usd('1'),
  maximum: null,
  credits: null,
  pricing: {
    kind: 'GRADUATED',
    packageSize: null,
    unitAmount: null,
    tiers: [
      { upTo: '50000', unitAmount: usd('0.0002'), flatAmount: usd('0') },
      { upTo: null, unitAmount: usd('0.0001'), flatAmount: usd('5') },
    ],
  },
  priceBy: {
    property: 'model',
    prices: [
      { value: 'large', pricing: perUnit },
      { value: 5, pricing: perUnit },
    ],
  },
};

test('what a version says comes back as the input that says it', () => {
  expect(chargeInput(chargeDraft(usage))).toEqual({
    usage: {
      name: 'Tokens',
      meter: 'tokens',
      includedUnits: '10000',
      includedPerSeat: true,
      prorateAllowance: true,
      minimum: '1',
      maximum: null,
      pricing: {
        graduated: {
          tiers: [
            { upTo: '50000', unitAmount: '0.0002', flatAmount: '0' },
            { upTo: null, unitAmount: '0.0001', flatAmount: '5' },
          ],
        },
      },
      priceBy: {
        property: 'model',
        prices: [
          { value: 'large', pricing: { perUnit: { unitAmount: '0.0006' } } },
          { value: 5, pricing: { perUnit: { unitAmount: '0.0006' } } },
        ],
      },
    },
  });
});

test('a charge for credits has no price but that of the rest', () => {
  const credits = {
    whenExhausted: 'CHARGE' as const,
    creditsPerUnit: null,
    unitsPerCredit: '1000',
    debtLimit: null,
    creditType: { key: 'credits', name: 'Credits' },
    overage: { kind: 'PACKAGE' as const, packageSize: '100', unitAmount: usd('2'), tiers: [] },
  };
  const charge = { ...usage, pricing: null, priceBy: null, minimum: null, credits };
  expect(chargeInput(chargeDraft(charge)).usage).toMatchObject({
    credits: {
      creditType: 'credits',
      unitsPerCredit: '1000',
      whenExhausted: 'CHARGE',
      overage: { package: { size: '100', amount: '2' } },
    },
  });
  expect(chargeInput(chargeDraft(charge)).usage).not.toHaveProperty('pricing');
});

test('credits of a plan keep all their terms', () => {
  const grant: PlanGrantFacts = {
    amount: '500',
    perSeat: true,
    priority: 7,
    creditType: { key: 'credits', name: 'Credits' },
    expires: { kind: 'PERIOD_END', after: null },
    rollover: { percent: '50', cap: '100', times: 2, lifetime: { unit: 'WEEK', count: 2 } },
    lowBalance: [
      { amount: null, percent: '20' },
      { amount: '50', percent: null },
    ],
    autoTopUp: { amount: '100', threshold: '10', maxPerPeriod: 3, price: usd('9') },
  };
  expect(grantInput(grantDraft(grant))).toEqual({
    creditType: 'credits',
    amount: '500',
    perSeat: true,
    priority: 7,
    expires: { atPeriodEnd: true },
    rollover: { percent: '50', cap: '100', times: 2, lifetime: { unit: 'WEEK', count: 2 } },
    lowBalance: [{ percent: '20' }, { amount: '50' }],
    autoTopUp: { threshold: '10', amount: '100', price: '9', maxPerPeriod: 3 },
  });
});

test('flat charges are by the period or once', () => {
  const draft = { ...emptyCharge, name: 'Setup', amount: '100' };
  expect(chargeInput({ ...draft, kind: 'ONE_TIME' })).toEqual({
    flat: { name: 'Setup', amount: '100', oneTime: true },
  });
  expect(chargeInput({ ...draft, kind: 'FLAT' })).toEqual({ flat: { name: 'Setup', amount: '100', oneTime: false } });
});

test('a value is text, unless it is written as something else in JSON', () => {
  for (const value of ['large', 5, true, null, '5', 'true', '', 'a "quote"']) {
    expect(propertyValue(propertyDraft(value))).toEqual(value);
  }
  expect(propertyDraft('5')).toBe('"5"');
});
