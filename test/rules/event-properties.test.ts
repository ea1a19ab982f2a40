import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn, type Outcome } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  await misura.meter({ key: 'sum', aggregation: 'SUM', valueProperty: 'n' });
});
afterAll(() => api.close());

const codes = ({ rejected }: Outcome) => rejected.map(({ index, code }) => `${index} ${code}`);

describe('numbers: a JSON number counts as the shortest decimal text of its double (0.1 is 0.1). An integer beyond 2^53 - 1 sent as a number is rejected `NUMBER_NOT_EXACT`. More digits go as strings, exact up to 38', () => {
  const max38 = '9'.repeat(38);
  const sumOf = async (...values: unknown[]) => {
    const customer = misura.unused('customer');
    const outcome = await misura.record(values.map((n) => ({ customer, properties: { n } })));
    return codes(outcome)[0] ?? outcome.warnings[0]?.code ?? (await misura.value('sum', { customer }));
  };

  test.each<[string, unknown[], string]>([
    ['0.1 + 0.2 is 0.3', [0.1, 0.2], '0.3'],
    ['ten times 0.1 is 1', Array(10).fill(0.1), '1'],
    ['1e-7 is 0.0000001', [1e-7], '0.0000001'],
    ['a number of 17 digits', [0.12345678901234568], '0.12345678901234568'],
    ['2^53 - 1', [2 ** 53 - 1], '9007199254740991'],
    ['-(2^53 - 1)', [-(2 ** 53 - 1)], '-9007199254740991'],
    ['2^53 as a number', [2 ** 53], '0 NUMBER_NOT_EXACT'],
    ['-(2^53) as a number', [-(2 ** 53)], '0 NUMBER_NOT_EXACT'],
    ['1e300 as a number', [1e300], '0 NUMBER_NOT_EXACT'],
    ['2^53 + 1 as text', ['9007199254740993'], '9007199254740993'],
    ['38 digits', [max38], max38],
    ['38 digits after the point', [`0.${'0'.repeat(36)}1`], `0.${'0'.repeat(36)}1`],
    [
      '38 digits on both sides of the point',
      ['12345678901234567890.123456789012345678'],
      '12345678901234567890.123456789012345678',
    ],
    ['39 digits', ['1'.repeat(39)], 'VALUE_NOT_NUMERIC'],
    ['sums of 38 digits, which have 39', [max38, max38], `1${'9'.repeat(37)}8`],
    ['the largest and the smallest together', [max38, `0.${'0'.repeat(36)}1`], `${max38}.${'0'.repeat(36)}1`],
    ['sums beyond 2^31', [2147483647, 1], '2147483648'],
    ['sums beyond 2^53', [2 ** 53 - 1, 2 ** 53 - 1, 1], '18014398509481983'],
    ['2,999,999,999 in one value', [2_999_999_999], '2999999999'],
    ['negative sums', [1, -3.5, '-0.5'], '-3'],
    ['sums that come to nothing', ['-0.1', 0.1], '0'],
  ])('%s', async (_what, values, expected) => {
    expect(await sumOf(...values)).toBe(expected);
  });

  test('a number that is not exact is refused wherever it stands', async () => {
    const bad = 2 ** 53;
    const outcome = await misura.record([
      { properties: { other: bad } },
      { properties: { deep: { list: [1, [bad]] } } },
    ]);
    expect(codes(outcome)).toEqual(['0 NUMBER_NOT_EXACT', '1 NUMBER_NOT_EXACT']);
  });
});

describe('properties: a JSON object, at most 16 KiB and 8 levels. A path such as `usage.tokens` reaches inside', () => {
  const nested = (levels: number): object => (levels === 1 ? { n: 1 } : { a: nested(levels - 1) });
  // {"a":"…"} has 8 bytes besides the text, and each of these characters three.
  const sized = (bytes: number) => ({ a: '漢'.repeat(Math.floor((bytes - 8) / 3)) + 'x'.repeat((bytes - 8) % 3) });

  test('16 KiB of UTF-8 are taken, a byte more is not', async () => {
    expect(Buffer.byteLength(JSON.stringify(sized(16_384)))).toBe(16_384);
    const outcome = await misura.record([{ properties: sized(16_384) }, { properties: sized(16_385) }]);
    expect([outcome.recorded, ...codes(outcome)]).toEqual([1, '1 PROPERTIES_TOO_LARGE']);
  });

  test('8 levels are taken, 9 are not, whether of objects or of lists', async () => {
    const list = (levels: number): unknown => (levels === 0 ? 1 : [list(levels - 1)]);
    const outcome = await misura.record(
      [nested(8), nested(9), { a: list(7) }, { a: list(8) }].map((properties) => ({ properties })),
    );
    expect([outcome.recorded, ...codes(outcome)]).toEqual([2, '1 PROPERTIES_TOO_DEEP', '3 PROPERTIES_TOO_DEEP']);
  });

  test('what is no object is not read at all', async () => {
    for (const properties of [[], 'x', 1, true]) {
      const { data, errors } = await api.execute(
        'mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }',
        { input: { events: [{ id: 'x', name: 'call', customer: 'acme', properties }] } },
      );
      expect([data, errors[0]?.extensions?.code]).toEqual([null, 'BAD_USER_INPUT']);
    }
  });

  test('a path reaches inside, and a key that has dots is reached by its whole name first', async () => {
    const meter = await misura.meter({ eventName: 'chat', aggregation: 'SUM', valueProperty: 'usage.tokens' });
    const outcome = await misura.record(
      [
        { usage: { tokens: 5 } },
        { 'usage.tokens': 70, usage: { tokens: 1 } },
        { usage: [{ tokens: 1 }] },
        { usage: 'tokens' },
      ].map((properties) => ({ name: 'chat', properties })),
    );
    expect(outcome.warnings.map(({ index, code }) => `${index} ${code}`)).toEqual([
      '2 VALUE_MISSING',
      '3 VALUE_MISSING',
    ]);
    expect(await misura.value(meter)).toBe('75');
  });
});

describe('target: optional `subscription`: which of the customer’s subscriptions pays, when two could', () => {
  test('one that the customer does not have is refused', async () => {
    expect(codes(await misura.record([{ subscription: 'sub_1' }]))).toEqual(['0 SUBSCRIPTION_NOT_FOUND']);
  });
});
