import { expect, onTestFinished, test } from 'vitest';
import { createTestApi } from '../kit/api.ts';
import { watchUsage } from '../kit/live.ts';
import { meteringOn } from '../kit/metering.ts';

// More than a meter counts before its maker gets an answer, so that the rest is left to the background.
const eventCount = 20_500;

test('of a meter that is being built there is no value, and the value is told when the build is done', async () => {
  const api = await createTestApi();
  onTestFinished(() => api.close());
  const misura = meteringOn(api);
  for (let first = 0; first < eventCount; first += 10_000) {
    await misura.record(
      Array.from({ length: Math.min(10_000, eventCount - first) }, () => ({ timestamp: '2026-02-01T00:00:00Z' })),
    );
  }
  api.holdBuilds();
  const meter = await misura.meter({ aggregation: 'COUNT' });
  const feed = await watchUsage(api, { customer: 'acme', meter });
  expect(await feed.next()).toMatchObject({ value: null, meter: { status: 'BUILDING' } });
  await misura.record([{}]);
  expect(await feed.next()).toMatchObject({ value: null, meter: { status: 'BUILDING' } });
  const told = feed.next();
  await api.built();
  expect(await told).toMatchObject({ value: String(eventCount + 1), meter: { status: 'ACTIVE' } });
  await feed.return();
});
