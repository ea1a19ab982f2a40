import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
});
afterAll(() => api.close());

describe('correction: `voidEvents(ids)` takes events out of all usage, leaving them visible as voided', () => {
  test('usage follows, extremes are found again, and what is left is as if the others had never been', async () => {
    const customer = misura.unused('customer');
    const meters: Record<string, string> = {};
    for (const aggregation of ['COUNT', 'SUM', 'MAX', 'MIN', 'LAST', 'AVERAGE', 'UNIQUE_COUNT']) {
      const valueProperty = aggregation === 'COUNT' ? null : 'n';
      meters[aggregation] = await misura.meter({ eventName: 'void', aggregation, valueProperty, groupBy: ['g'] });
    }
    const values = async (period = {}) =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(meters).map(async ([name, key]) => [name, await misura.value(key, { customer, ...period })]),
        ),
      );
    // In one minute, one hour, one day and three days, so that the extremes of all buckets are touched.
    const events = [
      ['a', '2026-02-01T10:00:10Z', 5, 'x'],
      ['b', '2026-02-01T10:00:20Z', 9, 'x'],
      ['c', '2026-02-01T10:30:00Z', -2, 'y'],
      ['d', '2026-02-01T20:00:00Z', 5, 'y'],
      ['e', '2026-02-03T00:00:00Z', 7, 'x'],
    ].map(([id, timestamp, n, g]) => ({ id, name: 'void', customer, timestamp, properties: { n, g } }));
    await misura.record(events);
    expect(await values()).toEqual({
      COUNT: '5',
      SUM: '24',
      MAX: '9',
      MIN: '-2',
      LAST: '7',
      AVERAGE: '4.8',
      UNIQUE_COUNT: '4',
    });

    expect(await misura.voidEvents(['b', 'c', 'e', 'b', 'nothing'], customer)).toMatchObject({
      voided: 3,
      alreadyVoided: 0,
      notFound: ['nothing'],
    });
    const left = { COUNT: '2', SUM: '10', MAX: '5', MIN: '5', LAST: '5', AVERAGE: '5', UNIQUE_COUNT: '1' };
    expect(await values()).toEqual(left);
    expect(await values({ from: '2026-02-01T10:00:00Z', to: '2026-02-01T10:01:00Z' })).toEqual({
      ...left,
      COUNT: '1',
      SUM: '5',
    });
    expect(await values({ from: '2026-02-01T10:00:15Z', to: '2026-02-01T10:00:25Z' })).toEqual({
      COUNT: '0',
      SUM: '0',
      MAX: null,
      MIN: null,
      LAST: null,
      AVERAGE: null,
      UNIQUE_COUNT: null,
    });
    expect(await misura.groups(meters.SUM as string, ['g'], { customer })).toEqual([
      { properties: { g: 'x' }, value: '5', eventCount: '1' },
      { properties: { g: 'y' }, value: '5', eventCount: '1' },
    ]);

    expect(await misura.voidEvents(['b', 'a', 'd'], customer)).toMatchObject({ voided: 2, alreadyVoided: 1 });
    expect(await values()).toEqual({
      COUNT: '0',
      SUM: '0',
      MAX: null,
      MIN: null,
      LAST: null,
      AVERAGE: null,
      UNIQUE_COUNT: null,
    });
    expect(await misura.groups(meters.SUM as string, ['g'], { customer })).toEqual([]);
    const { customer: found } = await api.ask<{ customer: unknown }>(
      `{ customer(externalId: "${customer}") { events { nodes { eventId voidedAt } } } }`,
    );
    const voidedAt = '2026-03-01T12:00:00Z';
    expect(found).toEqual({ events: { nodes: ['e', 'd', 'c', 'b', 'a'].map((eventId) => ({ eventId, voidedAt })) } });
  });
});
