import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  await api.ask(`mutation {
    createMeter(input: { key: "tokens", eventName: "llm", aggregation: SUM, valueProperty: "tokens", groupBy: ["model"] }) { __typename }
    ai: createCreditType(input: { key: "ai", name: "AI credits", precision: 2 }) { __typename }
    sms: createCreditType(input: { key: "sms", name: "Messages" }) { __typename }
  }`);
});
afterAll(() => api.close());

const pricing = 'kind unitAmount { amount currency } packageSize tiers { upTo unitAmount { amount } }';
const fields = `id version { number
  charges { ... on UsageCharge { name includedUnits pricing { ${pricing} }
    credits { creditType { key } unitsPerCredit creditsPerUnit whenExhausted overage { ${pricing} } debtLimit } } }
  creditGrants { creditType { key } amount perSeat priority expires { kind after { unit count } }
    rollover { percent cap lifetime { unit count } times }
    autoTopUp { threshold amount price { amount currency } maxPerPeriod } lowBalance { amount percent } } }`;

type Version = { number: number; charges: unknown[]; creditGrants: unknown[] };
type Result = { __typename: string; product: { id: string; version: Version }; issues?: { path: string[] }[] };

async function change(field: 'createProduct' | 'updateProduct', input: object): Promise<Result> {
  const Type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const { result } = await api.ask<{ result: Result }>(
    `mutation ($input: ${Type}Input!) { result: ${field}(input: $input) { __typename
      ... on ${Type}Payload { product { ${fields} } } ... on InvalidInput { issues { path message } } } }`,
    { input },
  );
  return result;
}

let products = 0;
const base = { currency: 'EUR', interval: { unit: 'MONTH' } };
const flat = { flat: { name: 'Base', amount: '20' } };
const tokens = (credits: object, more: object = {}) => ({
  usage: { name: 'Tokens', meter: 'tokens', credits, ...more },
});
const perThousand = { creditType: 'ai', unitsPerCredit: '1000' };
const create = (charges: object[], creditGrants?: object[] | null) =>
  change('createProduct', { ...base, key: `p${++products}`, name: 'P', charges, creditGrants });
const wrong = async (charges: object[], creditGrants?: object[]) =>
  (await create(charges, creditGrants)).issues?.map(({ path }) => path.join('.'));

describe('a usage charge in credits', () => {
  test('comes back as it was asked for, without a price', async () => {
    const { product } = await create([
      tokens(perThousand, { includedUnits: '5000' }),
      tokens({ creditType: 'sms', creditsPerUnit: '0.3', whenExhausted: 'DEBT', debtLimit: '10' }),
      tokens({ ...perThousand, whenExhausted: 'CHARGE', overage: { package: { size: '1000', amount: '0.24' } } }),
    ]);
    const said = { name: 'Tokens', includedUnits: '0', pricing: null };
    const credits = {
      creditType: { key: 'ai' },
      unitsPerCredit: '1000',
      creditsPerUnit: null,
      whenExhausted: 'STOP',
      overage: null,
      debtLimit: null,
    };
    const overage = {
      kind: 'PACKAGE',
      unitAmount: { amount: '0.24', currency: 'EUR' },
      packageSize: '1000',
      tiers: [],
    };
    const debt = { unitsPerCredit: null, creditsPerUnit: '0.3', whenExhausted: 'DEBT', debtLimit: '10' };
    expect(product.version.charges).toEqual([
      { ...said, includedUnits: '5000', credits },
      { ...said, credits: { ...credits, creditType: { key: 'sms' }, ...debt } },
      { ...said, credits: { ...credits, whenExhausted: 'CHARGE', overage } },
    ]);
    // And from storage the same.
    const document = `query ($id: ID!) { product(id: $id) { ${fields} } }`;
    expect(await api.ask(document, { id: product.id })).toEqual({ product });
  });

  const price = { perUnit: { unitAmount: '1' } };
  test.each<[string, object, string]>([
    ['a price too', tokens(perThousand, { pricing: price }), 'credits'],
    ['neither', { usage: { name: 'Tokens', meter: 'tokens' } }, 'pricing'],
    ['a credit type that is not there', tokens({ ...perThousand, creditType: 'nope' }), 'credits.creditType'],
    ['a text that names nothing', tokens({ ...perThousand, creditType: '\u0000' }), 'credits.creditType'],
    ['no rate', tokens({ creditType: 'ai' }), 'credits.unitsPerCredit'],
    ['two rates', tokens({ ...perThousand, creditsPerUnit: '1' }), 'credits.unitsPerCredit'],
    ['a rate of nothing', tokens({ creditType: 'ai', creditsPerUnit: '0' }), 'credits.creditsPerUnit'],
    ['CHARGE without a price', tokens({ ...perThousand, whenExhausted: 'CHARGE' }), 'credits.overage'],
    ['STOP with one', tokens({ ...perThousand, overage: price }), 'credits.overage'],
    ['a debt limit with STOP', tokens({ ...perThousand, debtLimit: '1' }), 'credits.debtLimit'],
    [
      'a bad overage',
      tokens({ ...perThousand, whenExhausted: 'CHARGE', overage: { perUnit: { unitAmount: '-1' } } }),
      'credits.overage.perUnit.unitAmount',
    ],
    ['a minimum', tokens(perThousand, { minimum: '1' }), 'minimum'],
    ['a maximum', tokens(perThousand, { maximum: '1' }), 'maximum'],
    [
      'prices by property',
      tokens(perThousand, { priceBy: { property: 'model', prices: [{ value: 'a', pricing: price }] } }),
      'priceBy',
    ],
  ])('cannot have %s', async (_, charge, path) =>
    expect(await wrong([flat, charge])).toEqual([`charges.1.usage.${path}`]),
  );
});

describe('credits that come with a product', () => {
  const least = {
    creditType: { key: 'sms' },
    amount: '50',
    perSeat: false,
    priority: 100,
    expires: { kind: 'PERIOD_END', after: null },
    rollover: null,
    autoTopUp: null,
    lowBalance: [],
  };
  const sms = { creditType: 'sms', amount: '50' };
  const month = { unit: 'MONTH', count: 1 };

  test('come back as they were asked for', async () => {
    const autoTopUp = { threshold: '10', amount: '100', price: '9.99', maxPerPeriod: 3 };
    const ai = {
      creditType: 'ai',
      amount: '200.5',
      perSeat: true,
      priority: 5,
      rollover: { percent: '75', cap: '1000', lifetime: { unit: 'MONTH' }, times: 2 },
      autoTopUp,
      lowBalance: [{ amount: '20' }, { percent: '12.5' }],
    };
    const { product } = await create([tokens(perThousand)], [ai, sms]);
    const shown = {
      creditType: { key: 'ai' },
      amount: '200.5',
      perSeat: true,
      priority: 5,
      expires: least.expires,
      rollover: { percent: '75', cap: '1000', lifetime: month, times: 2 },
      autoTopUp: { ...autoTopUp, price: { amount: '9.99', currency: 'EUR' } },
      lowBalance: [
        { amount: '20', percent: null },
        { amount: null, percent: '12.5' },
      ],
    };
    expect(product.version.creditGrants).toEqual([shown, least]);
    const document = `query ($id: ID!) { product(id: $id) { ${fields} } }`;
    expect(await api.ask(document, { id: product.id })).toEqual({ product });
  });

  test.each<[object, object]>([
    [{ atPeriodEnd: true }, { kind: 'PERIOD_END', after: null }],
    [{ never: true }, { kind: 'NEVER', after: null }],
    [{ after: { unit: 'DAY', count: 90 } }, { kind: 'AFTER', after: { unit: 'DAY', count: 90 } }],
  ])('expire %j', async (expires, shown) => {
    const { product } = await create([flat], [{ ...sms, expires }]);
    expect(product.version.creditGrants).toEqual([{ ...least, expires: shown }]);
  });

  test('a rollover that says no more than its percentage is for the next period, once, without a cap', async () => {
    const { product } = await create([flat], [{ ...sms, rollover: { percent: '100' } }]);
    const rollover = { percent: '100', cap: null, lifetime: null, times: 1 };
    expect(product.version.creditGrants).toEqual([{ ...least, rollover }]);
  });

  test('are none unless somebody says so', async () => {
    expect((await create([flat])).product.version.creditGrants).toEqual([]);
    expect((await create([flat], null)).product.version.creditGrants).toEqual([]);
  });

  test('are kept by other prices, and other credits keep the prices; both are another version', async () => {
    const { product } = await create([flat], [sms]);
    const { id } = product;
    const repriced = (await change('updateProduct', { id, charges: [tokens(perThousand)] })).product.version;
    expect(repriced).toEqual({ number: 2, charges: [expect.anything()], creditGrants: [least] });
    const more = [{ creditType: 'sms', amount: '80' }];
    const regranted = (await change('updateProduct', { id, creditGrants: more })).product.version;
    expect(regranted).toEqual({ ...repriced, number: 3, creditGrants: [{ ...least, amount: '80' }] });
    expect((await change('updateProduct', { id, creditGrants: null, name: 'Other' })).product.version).toEqual(
      regranted,
    );
    expect((await change('updateProduct', { id, creditGrants: [] })).product.version).toEqual({
      ...regranted,
      number: 4,
      creditGrants: [],
    });
  });

  test('bad ones change nothing of a product', async () => {
    const { product } = await create([flat], [sms]);
    const { issues } = await change('updateProduct', { id: product.id, creditGrants: [{ ...sms, amount: '0' }] });
    expect(issues?.map(({ path }) => path.join('.'))).toEqual(['creditGrants.0.amount']);
    expect(await api.ask(`query ($id: ID!) { product(id: $id) { ${fields} } }`, { id: product.id })).toEqual({
      product,
    });
  });

  test.each<[string, object[], string[]]>([
    ['of a type that is not there', [sms, { creditType: 'nope', amount: '1' }], ['1.creditType']],
    ['of one type twice', [sms, sms], ['1.creditType']],
    ['of half a message', [{ ...sms, amount: '0.5' }], ['0.amount']],
    ['that expire never, or not', [{ ...sms, expires: { never: false } }], ['0.expires']],
    ['that live no day', [{ ...sms, expires: { after: { unit: 'DAY', count: 0 } } }], ['0.expires.after.count']],
    ['that roll over by 101 %', [{ ...sms, rollover: { percent: '101' } }], ['0.rollover.percent']],
    [
      'that roll over and never expire',
      [{ ...sms, expires: { never: true }, rollover: { percent: '1' } }],
      ['0.rollover'],
    ],
    [
      'with a top-up of nothing',
      [{ ...sms, autoTopUp: { threshold: '1', amount: '0', price: '1', maxPerPeriod: 1 } }],
      ['0.autoTopUp.amount'],
    ],
    [
      'with a threshold of nothing',
      [{ ...sms, lowBalance: [{ percent: '5' }, { amount: '0' }] }],
      ['0.lowBalance.1.amount'],
    ],
  ])('cannot be some %s', async (_, grants, paths) => {
    expect(await wrong([flat], grants)).toEqual(paths.map((path) => `creditGrants.${path}`));
  });

  test('are tried out like prices', async () => {
    const simulate = (creditGrants: string) =>
      api.execute(`{ simulatePricing(input: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", draft: {
        currency: "USD", interval: { unit: MONTH }, charges: [{ flat: { name: "F", amount: 1 } }],
        creditGrants: [${creditGrants}] } }) { after { amount } } }`);
    expect((await simulate('{ creditType: "sms", amount: "5" }')).errors).toEqual([]);
    const { errors } = await simulate('{ creditType: "nope", amount: "5" }');
    expect(errors.map(({ message }) => message)).toEqual([
      'creditGrants.0.creditType: There is no credit type with the key "nope".',
    ]);
  });
});
