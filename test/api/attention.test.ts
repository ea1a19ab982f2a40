import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Credits, creditsOn } from '../kit/credits.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let metering: Metering;
let credits: Credits;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  metering = meteringOn(api);
  credits = await creditsOn(api);
});
afterAll(() => api.close());

async function attention<T>(fields: string): Promise<T> {
  return (await api.ask<{ attention: T }>(`{ attention { ${fields} } }`)).attention;
}

test('events that nobody counts, or one meter could not, with how many and the latest of them', async () => {
  await metering.meter({ key: 'calls', aggregation: 'COUNT' });
  await metering.meter({ key: 'tokens', aggregation: 'SUM', valueProperty: 'n' });
  await metering.record([
    ...[{ properties: { n: 1 } }, { properties: { n: 'x' } }, { properties: {} }],
    ...[
      { id: 'gone', properties: {} },
      { id: 'missing', properties: {} },
    ],
  ]);
  await metering.record([{ name: 'typo' }]);
  await metering.record([
    { name: 'typo', id: 'typo' },
    { name: 'tpyo' },
    { name: 'typo', id: 'older', timestamp: '2026-01-01T00:00:00Z' },
  ]);
  await metering.voidEvents(['gone']);
  type Found = {
    name: string;
    code: string;
    meter: { key: string } | null;
    eventCount: number;
    sample: { eventId: string };
  };
  const { uncounted, eventsRead } = await attention<{ uncounted: Found[]; eventsRead: number }>(
    'uncounted { name code meter { key } eventCount sample { eventId } } eventsRead',
  );
  expect(eventsRead).toBe(8);
  expect(
    uncounted.map(({ name, code, meter, eventCount }) => `${eventCount} ${name} ${code} ${meter?.key ?? '-'}`),
  ).toEqual([
    '3 typo NO_METER -',
    '2 call VALUE_MISSING tokens',
    ...['1 tpyo NO_METER -', '1 call VALUE_NOT_NUMERIC tokens'],
  ]);
  expect(['typo', 'older']).toContain(uncounted[0]?.sample.eventId);
});

test('meters that have fallen silent, not those that never spoke or have been silent for long', async () => {
  const before = (hours: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, 30) - hours * 3_600_000).toISOString();
  const silence = { quiet: [30, 100], quieter: [150], busy: [1, 50], old: [24 * 8 + 1], void: [5, 40] };
  for (const [key, hours] of Object.entries(silence)) {
    await metering.meter({ key, eventName: key, aggregation: 'COUNT' });
    await metering.record(hours.map((ago) => ({ id: `${key}${ago}`, name: key, timestamp: before(ago) })));
  }
  await metering.meter({ key: 'never', eventName: 'never', aggregation: 'COUNT' });
  await metering.meter({ key: 'stopped', eventName: 'quiet', aggregation: 'COUNT' });
  await metering.changeMeter('archiveMeter', 'stopped');
  const quiet = async () => {
    type Found = { quietMeters: { meter: { key: string }; lastUsageAt: string }[] };
    const { quietMeters } = await attention<Found>('quietMeters { meter { key } lastUsageAt }');
    return quietMeters.map(({ meter, lastUsageAt }) => `${meter.key} ${lastUsageAt}`);
  };
  expect(await quiet()).toEqual(['quieter 2026-02-23T06:00:00Z', 'quiet 2026-02-28T06:00:00Z']);
  await metering.voidEvents(['void5']);
  expect(await quiet()).toEqual([
    ...['quieter 2026-02-23T06:00:00Z', 'void 2026-02-27T20:00:00Z', 'quiet 2026-02-28T06:00:00Z'],
  ]);
});

test('customers whose credits are low still, by the highest threshold that was last passed', async () => {
  await metering.meter({ key: 'draws', eventName: 'draw', aggregation: 'COUNT' });
  await api.ask(`mutation { createProduct(input: { key: "p", name: "P", currency: "USD", interval: { unit: MONTH },
    charges: [{ usage: { name: "U", meter: "draws", credits: { creditType: "ai", unitsPerCredit: "1" } } }],
    creditGrants: [{ creditType: "ai", amount: "10", lowBalance: [{ amount: "8" }, { amount: "3" }] }] }) { __typename } }`);
  for (const customer of ['rich', 'poor', 'saved', 'risen']) {
    await api.ask(`mutation { createCustomer(input: { externalId: "${customer}" }) { __typename }
      createSubscription(input: { customer: "${customer}", product: "p" }) { __typename } }`);
  }
  const draw = (customer: string, count: number) =>
    metering.record(Array.from({ length: count }, () => ({ name: 'draw', customer })));
  await draw('rich', 1);
  for (const customer of ['saved', 'risen', 'poor']) {
    await draw(customer, 4);
    await draw(customer, 4);
  }
  const low = async () => {
    type Found = { lowCredits: { customer: { externalId: string }; below: string; creditType: { key: string } }[] };
    const { lowCredits } = await attention<Found>('lowCredits { customer { externalId } below creditType { key } }');
    return lowCredits.map(({ customer, below, creditType }) => `${customer.externalId} ${creditType.key} ${below}`);
  };
  expect(await low()).toEqual(['poor ai 3', 'risen ai 3', 'saved ai 3']);
  await credits.grant('100', { customer: 'saved' });
  await credits.grant('3', { customer: 'risen' });
  // What has risen above the lower of its two marks is still below the other.
  expect(await low()).toEqual(['poor ai 3', 'risen ai 8']);
  // A month later everybody has the credits of a new one, whether or not a job has seen to that.
  await api.ask('mutation { advanceClock(input: { to: "2026-04-01T12:00:00Z" }) { __typename } }');
  expect(await low()).toEqual([]);
});

test('a workspace in which nothing ever happened needs none, whatever happens in another', async () => {
  const document = '{ attention { quietMeters { lastUsageAt } uncounted { name } lowCredits { id } eventsRead } }';
  const empty = { quietMeters: [], uncounted: [], lowCredits: [], eventsRead: 0 };
  const { adminKey: key } = await api.secondWorkspace();
  expect(await api.ask(document, {}, { key })).toEqual({ attention: empty });
});
