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

describe('the past: a meter created today counts every stored event. It answers once the rebuild is done; until then it says `BUILDING` with progress', () => {
  // More than a meter counts before its maker gets an answer, so that the rest is left to the background.
  const eventCount = 22_000;

  test('it says BUILDING and no number, takes what is recorded and voided meanwhile, and ends exact', async () => {
    for (let first = 0; first < eventCount; first += 10_000) {
      const size = Math.min(10_000, eventCount - first);
      await misura.record(
        Array.from({ length: size }, (_, i) => ({
          id: `old-${first + i}`,
          name: 'old',
          properties: { n: first + i, user: i % 50 },
        })),
      );
    }
    const definitions = [
      { key: 'sum', aggregation: 'SUM', valueProperty: 'n' },
      { key: 'max', aggregation: 'MAX', valueProperty: 'n' },
      { key: 'users', aggregation: 'UNIQUE_COUNT', valueProperty: 'user' },
    ];
    api.holdBuilds();
    for (const definition of definitions) await misura.meter({ ...definition, eventName: 'old' });
    await misura.record([{ id: 'new', name: 'old', properties: { n: eventCount, user: 'new' } }]);
    await misura.voidEvents(['old-21999', 'old-0', 'old-7']);
    for (const { key } of definitions) {
      const { status, usage, build } = await misura.readMeter(key);
      expect([status, usage.value, build.finishedAt]).toEqual(['BUILDING', null, null]);
      expect(Number(build.progress)).toBeGreaterThan(0);
      expect(Number(build.progress)).toBeLessThan(1);
      expect((await misura.windows(key, { size: 'MONTH', from: '2026-01-01T00:00:00Z' })).at(0)?.value).toBeNull();
    }
    await api.built();
    const sum = (eventCount * (eventCount + 1)) / 2 - 21_999 - 0 - 7;
    const values = await Promise.all(definitions.map(({ key }) => misura.readMeter(key)));
    expect(values.map(({ status, usage, build }) => [status, usage.value, build.progress])).toEqual([
      ['ACTIVE', String(sum), '1'],
      ['ACTIVE', String(eventCount), '1'],
      ['ACTIVE', '51', '1'],
    ]);
  });
});
