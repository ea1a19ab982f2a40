import { describe, expect, test } from 'vitest';
import {
  type CreditTerms,
  creditTermsFromJson,
  creditTermsIssues,
  creditTermsToJson,
} from '../../../src/core/credits/terms.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import {
  type Charge,
  chargesFromJson,
  chargesIssues,
  chargesToJson,
  type UsageCharge,
} from '../../../src/core/pricing/charge.ts';
import { dec, perUnit, usageCharge } from '../pricing/prices.ts';
import { creditTerms } from './terms.ts';

const issues = (terms: CreditTerms) => creditTermsIssues(terms).map(({ path }) => path.join('.'));
const rate = (kind: CreditTerms['rate']['kind'], value: string) => creditTerms({ rate: { kind, value: dec(value) } });

describe('terms', () => {
  test.each<[string, CreditTerms]>([
    ['1,000 units a credit', rate('UNITS_PER_CREDIT', '1000')],
    ['a third of a credit for a unit', rate('CREDITS_PER_UNIT', '0.333333333333333333')],
    ['debt without limit', creditTerms({ whenExhausted: 'DEBT' })],
    ['no debt at all', creditTerms({ whenExhausted: 'DEBT', debtLimit: dec(0) })],
    ['debt to a hundredth', creditTerms({ whenExhausted: 'DEBT', debtLimit: dec('0.01') })],
  ])('may be %s', (_, terms) => expect(issues(terms)).toEqual([]));

  test.each<[string, CreditTerms, string[]]>([
    ['no unit a credit', rate('UNITS_PER_CREDIT', '0'), ['unitsPerCredit']],
    ['less than no unit a credit', rate('UNITS_PER_CREDIT', '-1'), ['unitsPerCredit']],
    ['no credit a unit', rate('CREDITS_PER_UNIT', '0'), ['creditsPerUnit']],
    ['a limit of STOP', creditTerms({ debtLimit: dec(1) }), ['debtLimit']],
    ['a limit of CHARGE', creditTerms({ whenExhausted: 'CHARGE', debtLimit: dec(1) }), ['debtLimit']],
    ['a limit above zero', creditTerms({ whenExhausted: 'DEBT', debtLimit: dec(-1) }), ['debtLimit']],
    ['a limit finer than the credits', creditTerms({ whenExhausted: 'DEBT', debtLimit: dec('0.001') }), ['debtLimit']],
  ])('cannot be %s', (_, terms, paths) => expect(issues(terms)).toEqual(paths));

  test.each<[string, CreditTerms]>([
    ['STOP', rate('CREDITS_PER_UNIT', '0.000000000000000000000000000001')],
    ['CHARGE', creditTerms({ whenExhausted: 'CHARGE', precision: 12 })],
    ['DEBT', creditTerms({ whenExhausted: 'DEBT', debtLimit: dec('99999999999999999999.99') })],
  ])('come back from storage as they were: %s', (_, terms) => {
    expect(creditTermsFromJson(JSON.parse(JSON.stringify(creditTermsToJson(terms))))).toEqual(terms);
  });

  test.each<[JsonValue]>([
    [null],
    [{}],
    [{ ...creditTermsToJson(creditTerms()), precision: '2' }],
    [{ ...creditTermsToJson(creditTerms()), whenExhausted: 'LATER' }],
    [{ ...creditTermsToJson(creditTerms()), rate: { kind: 'UNITS_PER_CREDIT', value: 1000 } }],
  ])('%j was not written by us', (json) => expect(() => creditTermsFromJson(json)).toThrow(TypeError));
});

describe('a charge that draws on credits', () => {
  const charge = (more: Partial<UsageCharge> = {}, included = '0') =>
    usageCharge(perUnit('0'), included, { credits: creditTerms(), ...more });
  const wrong = (one: Charge) => chargesIssues([one], () => ['model']).map(({ path }) => path.join('.'));
  const stored = (charges: readonly Charge[]) => chargesFromJson(JSON.parse(JSON.stringify(chargesToJson(charges))));

  test('has an allowance as others have', () => {
    expect(wrong(charge({ includedPerSeat: true, prorateAllowance: true }, '1000'))).toEqual([]);
  });

  test.each<[string, UsageCharge, string[]]>([
    [
      'prices by property',
      charge({ priceBy: { property: 'model', prices: [{ value: 1, pricing: perUnit('1') }] } }),
      ['0.usage.priceBy'],
    ],
    ['a minimum', charge({ minimum: dec(1) }), ['0.usage.minimum']],
    ['a maximum', charge({ maximum: dec(1) }), ['0.usage.maximum']],
    ['a bad overage', charge({ pricing: perUnit('-1') }), ['0.usage.credits.overage.perUnit.unitAmount']],
    ['bad terms', charge({ credits: rate('CREDITS_PER_UNIT', '0') }), ['0.usage.credits.creditsPerUnit']],
  ])('cannot have %s', (_, one, paths) => expect(wrong(one)).toEqual(paths));

  test('comes back from storage as it was', () => {
    const charges = [charge(), charge({ credits: creditTerms({ whenExhausted: 'CHARGE' }), pricing: perUnit('0.24') })];
    expect(stored(charges)).toEqual(charges);
  });

  test('what was stored before there were credits has none', () => {
    const [{ credits, ...before }] = chargesToJson([usageCharge(perUnit('1'))]) as [Record<string, JsonValue>];
    expect(credits).toBeNull();
    expect(chargesFromJson([before])).toEqual([usageCharge(perUnit('1'))]);
  });
});
