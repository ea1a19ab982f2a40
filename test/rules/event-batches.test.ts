import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn, type Outcome } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  await misura.meter({ key: 'calls', aggregation: 'COUNT' });
});
afterAll(() => api.close());

const codes = ({ rejected }: Outcome) => rejected.map(({ index, code }) => `${index} ${code}`);

describe('a batch: 1 to 10,000 events. A bad event is rejected with its index, code and message and never blocks its neighbours; `atomic: true` makes it all or nothing', () => {
  const many = (count: number, customer: string) =>
    Array.from({ length: count }, (_, i) => ({ id: `e${i}`, customer }));

  test('10,000 are taken', async () => {
    const customer = misura.unused('customer');
    expect(await misura.record(many(10_000, customer))).toMatchObject({ recorded: 10_000, rejected: [] });
    expect(await misura.value('calls', { customer })).toBe('10000');
  });

  test('none and 10,001 are refused, and the refusal says so', async () => {
    const customer = misura.unused('customer');
    for (const count of [0, 10_001]) {
      const { issues } = await misura.record(many(count, customer));
      expect(issues).toEqual([
        { path: ['events'], message: `A request records 1 to 10000 events, this one has ${count}.` },
      ]);
    }
    expect(await api.ask(`{ customer(externalId: "${customer}") { id } }`)).toEqual({ customer: null });
  });

  const mixed = (customer: string) => [
    { id: 'a', customer },
    { id: '', customer },
    { id: 'b', customer, properties: { n: 2 ** 60 } },
    { id: 'c', customer },
    { id: 'a', customer, name: 'other' },
    { id: 'd', customer, timestamp: '2027-01-01T00:00:00Z' },
    { id: 'c', customer },
  ];
  const wrong = ['1 EVENT_ID_INVALID', '2 NUMBER_NOT_EXACT', '4 EVENT_ID_CONFLICT', '5 TIMESTAMP_IN_FUTURE'];

  test('bad events do not hold up good ones', async () => {
    const customer = misura.unused('customer');
    const outcome = await misura.record(mixed(customer));
    expect(outcome).toMatchObject({ recorded: 2, duplicates: 1 });
    expect(codes(outcome)).toEqual(wrong);
    for (const { message } of outcome.rejected) expect(message).toMatch(/\w+.*\.$/);
    expect(await misura.value('calls', { customer })).toBe('2');
  });

  test('all or nothing: the same wrongs are told, nothing is recorded, no customer is made', async () => {
    const customer = misura.unused('customer');
    const outcome = await misura.record(mixed(customer), { atomic: true });
    expect(outcome).toMatchObject({ recorded: 0, duplicates: 0, warnings: [], warningCount: 0 });
    expect(codes(outcome)).toEqual(wrong);
    expect(
      await api.ask(
        `{ customer(externalId: "${customer}") { id } event(customer: "${customer}", eventId: "a") { id } }`,
      ),
    ).toEqual({
      customer: null,
      event: null,
    });
    const good = mixed(customer).filter((_, i) => i === 0 || i === 3 || i === 6);
    expect(await misura.record(good, { atomic: true })).toMatchObject({ recorded: 2, duplicates: 1, rejected: [] });
    expect(await misura.value('calls', { customer })).toBe('2');
  });

  test('all or nothing does not reach into requests that are sent at the same moment', async () => {
    const customer = misura.unused('customer');
    await misura.record([{ id: 'first', customer }]);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        misura.record(
          [
            { id: `good-${i}`, customer },
            { id: i % 2 === 0 ? `even-${i}` : '', customer },
          ],
          { atomic: true },
        ),
      ),
    );
    expect(outcomes.map(({ recorded }) => recorded)).toEqual(outcomes.map((_, i) => (i % 2 === 0 ? 2 : 0)));
    expect(await misura.value('calls', { customer })).toBe('21');
  });
});

describe('said aloud: an accepted event that feeds no meter, or a meter whose value property is missing or not a number, is recorded and reported as a warning (`NO_METER`, `VALUE_MISSING`, `VALUE_NOT_NUMERIC`), per event, at most 100 listed and the rest counted', () => {
  test('each kind, by event and by meter', async () => {
    const [tokens, seconds] = [
      await misura.meter({ eventName: 'run', aggregation: 'SUM', valueProperty: 'tokens' }),
      await misura.meter({
        eventName: 'run',
        aggregation: 'MAX',
        valueProperty: 'seconds',
        filter: { where: { property: 'kind', operator: 'EQUALS', value: 'timed' } },
      }),
    ];
    const { recorded, warnings } = await misura.record(
      [
        { name: 'run', properties: { tokens: 1 } },
        { name: 'run', properties: {} },
        { name: 'run', properties: { tokens: 'many', kind: 'timed', seconds: null } },
        { name: 'run', properties: { tokens: [1], kind: 'timed', seconds: true } },
        { name: 'walk', properties: { tokens: 1 } },
      ].map((event, i) => ({ ...event, id: `aloud-${i}` })),
    );
    expect(recorded).toBe(5);
    expect(warnings).toEqual([
      { index: 1, id: 'aloud-1', code: 'VALUE_MISSING', meter: tokens },
      { index: 2, id: 'aloud-2', code: 'VALUE_NOT_NUMERIC', meter: tokens },
      { index: 2, id: 'aloud-2', code: 'VALUE_MISSING', meter: seconds },
      { index: 3, id: 'aloud-3', code: 'VALUE_NOT_NUMERIC', meter: tokens },
      { index: 3, id: 'aloud-3', code: 'VALUE_NOT_NUMERIC', meter: seconds },
      { index: 4, id: 'aloud-4', code: 'NO_METER', meter: null },
    ]);
  });

  test('100 are listed and all are counted; rejected events and duplicates are not warned of', async () => {
    const unheard = Array.from({ length: 130 }, (_, i) => ({ id: `unheard-${i}`, name: 'unheard' }));
    const outcome = await misura.record([{ id: '', name: 'unheard' }, ...unheard, ...unheard]);
    expect([outcome.recorded, outcome.duplicates, outcome.warningCount]).toEqual([130, 130, 130]);
    expect(outcome.warnings.map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(await misura.record(unheard)).toMatchObject({ duplicates: 130, warningCount: 0 });
  });
});
