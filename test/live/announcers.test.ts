import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi, type TestApiOptions } from '../kit/api.ts';
import { creditsOn } from '../kit/credits.ts';
import { watchBalance, watchEvents, watchUsage, watchValue } from '../kit/live.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';
import { type Network, startNetwork } from '../kit/network.ts';
import { otherTimeoutMs, otherUrl } from '../kit/other-url.ts';

// Through Redis everybody looks again after ten seconds, whatever was heard: what is told must not have waited for that.
const timeout = 8_000;
const watched = { customer: 'acme', meter: 'calls' };

/** Two instances that share nothing but what is between them. */
const ways: Record<string, () => Promise<TestApiOptions>> = {
  'through NOTIFY': async () => ({ through: 'DIRECT' }),
  'through Redis': async () => ({ through: 'DIRECT', redisUrl: await otherUrl('redis') }),
  'through PgBouncer, by polling': async () => ({ through: 'PGBOUNCER' }),
  'through PgBouncer and Redis': async () => ({ through: 'PGBOUNCER', redisUrl: await otherUrl('redis') }),
};

for (const [way, options] of Object.entries(ways)) {
  describe(way, { timeout }, () => {
    let here: TestApi;
    let there: TestApi;
    let misura: Metering;
    beforeAll(async () => {
      here = await createTestApi(await options());
      there = await here.anotherInstance();
      misura = meteringOn(here);
      await misura.meter({ key: 'calls', aggregation: 'COUNT' });
      await misura.record([{ customer: 'acme' }]);
    }, otherTimeoutMs);
    afterAll(async () => {
      await there?.close();
      await here?.close();
    });

    test('usage that one instance records is told by the other', async () => {
      const feed = await watchValue(there, watched);
      expect(await feed.next()).toBe('1');
      for (const value of ['2', '3', '4']) {
        await misura.record([{ customer: 'acme' }]);
        expect(await feed.next()).toBe(value);
      }
      await feed.return();
    });

    test('each event is told once, whichever instance recorded it', async () => {
      const feed = await watchEvents(there);
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (const [i, id] of ids.entries()) {
        await meteringOn(i % 2 === 0 ? here : there).record([{ id, customer: 'acme' }]);
      }
      const seen: unknown[] = [];
      while (seen.length < ids.length) seen.push(await feed.next());
      expect(seen.toSorted()).toEqual(ids);
      await feed.return();
    });

    test('what is announced without a transaction of its own is told too', async () => {
      const feed = await watchUsage(there, watched);
      await feed.next();
      await misura.changeMeter('updateMeter', 'calls', { name: 'Calls made' });
      expect(await feed.next()).toMatchObject({ meter: { name: 'Calls made' } });
      await feed.return();
    });

    test('credits that move in a transaction are told by the other when it has committed', async () => {
      const credits = await creditsOn(here);
      const account = await credits.someone();
      const feed = await watchBalance(there, account);
      expect(await feed.next()).toBe('0 = 0 available, version 0, grants');
      await credits.grant('5', account);
      expect(await feed.next()).toBe('5 = 5 available, version 1, grants 5');
      await feed.return();
    });
  });
}

describe('when Redis cannot be reached', { timeout }, () => {
  let network: Network;
  let cutOff: TestApi;
  let spared: TestApi;
  beforeAll(async () => {
    const direct = await otherUrl('redis');
    network = await startNetwork(direct);
    const redisUrl = new URL(direct);
    redisUrl.port = new URL(network.url).port;
    cutOff = await createTestApi({ through: 'DIRECT', redisUrl: redisUrl.href });
    spared = await cutOff.anotherInstance({ redisUrl: direct });
    await meteringOn(spared).meter({ key: 'calls', aggregation: 'COUNT' });
  }, otherTimeoutMs);
  afterAll(async () => {
    await spared?.close();
    await cutOff?.close();
    await network?.close();
  });

  const cases = { 'who listens': () => [spared, cutOff], 'who announces': () => [cutOff, spared] } as const;
  for (const [whose, instances] of Object.entries(cases)) {
    test(`${whose} goes on, and all catch up without a hole or a double when it can`, async () => {
      const [from, to] = instances() as [TestApi, TestApi];
      const misura = meteringOn(from);
      const tail = await watchEvents(to);
      const seen: unknown[] = [];
      const ids = [1, 2, 3].map((i) => `${whose} ${i}`);
      for (const id of ids) {
        network.cut();
        expect(await misura.record([{ id, customer: 'acme' }])).toMatchObject({ recorded: 1 });
        network.mend();
        seen.push(await tail.next());
      }
      await misura.record([{ id: `${whose} end`, customer: 'acme' }]);
      expect([...seen, await tail.next()]).toEqual([...ids, `${whose} end`]);
      await tail.return();
    });
  }
});
