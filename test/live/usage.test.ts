import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Feed, type LiveUsage, type Watched, watchUsage, watchValue } from '../kit/live.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';
import { watchStatements } from '../kit/statements.ts';

let api: TestApi;
let other: TestApi;
let misura: Metering;
let theirs: Metering;
beforeAll(async () => {
  api = await createTestApi();
  other = await api.anotherInstance();
  [misura, theirs] = [meteringOn(api), meteringOn(other)];
  await misura.meter({ key: 'sum', aggregation: 'SUM', valueProperty: 'n' });
  await misura.meter({ key: 'max', aggregation: 'MAX', valueProperty: 'n' });
});
afterAll(async () => {
  await other.close();
  await api.close();
});

/** A customer who is there already and has used nothing. */
async function newCustomer(): Promise<string> {
  const customer = misura.unused('customer');
  await misura.record([{ customer, name: 'hello' }]);
  return customer;
}

async function watch(watched: Watched, on = api): Promise<Feed<string | null>> {
  const feed = await watchValue(on, watched);
  onTestFinished(async () => {
    await feed.return();
  });
  return feed;
}

const event = (customer: string, n: number, more: object = {}) => ({ customer, properties: { n }, ...more });

test('the present value comes first, then the value after every change', async () => {
  const customer = await newCustomer();
  await misura.record([event(customer, 5)]);
  const feed = await watch({ customer, meter: 'sum' });
  expect(await feed.next()).toBe('5');
  for (const value of ['6', '7', '8']) {
    await misura.record([event(customer, 1)]);
    expect(await feed.next()).toBe(value);
  }
});

test('of nothing, the present value is as it is when asked for', async () => {
  const customer = await newCustomer();
  const [sum, max] = [await watch({ customer, meter: 'sum' }), await watch({ customer, meter: 'max' })];
  expect([await sum.next(), await max.next()]).toEqual(['0', null]);
});

test('what is not committed, changes nothing or is somebody else’s is not told', async () => {
  const [customer, neighbour] = [await newCustomer(), await newCustomer()];
  const feed = await watch({ customer, meter: 'sum' });
  expect(await feed.next()).toBe('0');
  await misura.record([event(customer, 1), { ...event(customer, 1), id: '' }], { atomic: true });
  await misura.record([event(neighbour, 10)]);
  await misura.record([{ customer, name: 'hello' }]);
  await misura.record([event(customer, 100, { id: 'twice' })]);
  expect(await feed.next()).toBe('100');
  await misura.record([event(customer, 100, { id: 'twice' })]);
  await misura.record([event(customer, 1000)]);
  expect(await feed.next()).toBe('1100');
});

test('a message is never ahead of a query that follows it', async () => {
  const customer = await newCustomer();
  const feed = await watch({ customer, meter: 'sum' }, other);
  const recording = Promise.all(Array.from({ length: 30 }, () => misura.record([event(customer, 1)])));
  for (let told = ''; told !== '30'; ) {
    told = (await feed.next()) ?? '';
    expect(Number(await misura.value('sum', { customer }))).toBeGreaterThanOrEqual(Number(told));
  }
  await recording;
});

test('what one instance records, another tells', async () => {
  const customer = await newCustomer();
  const [here, there] = [await watch({ customer, meter: 'sum' }), await watch({ customer, meter: 'sum' }, other)];
  expect([await here.next(), await there.next()]).toEqual(['0', '0']);
  await misura.record([event(customer, 1)]);
  expect([await here.next(), await there.next()]).toEqual(['1', '1']);
  await theirs.record([event(customer, 1)]);
  expect([await here.next(), await there.next()]).toEqual(['2', '2']);
});

test('it never goes backwards, whoever records where, and ends with everything', async () => {
  const customer = await newCustomer();
  const feeds = await Promise.all([api, other, api, other].map((on) => watch({ customer, meter: 'sum' }, on)));
  const recording = Array.from({ length: 40 }, (_, i) =>
    (i % 2 === 0 ? misura : theirs).record([event(customer, i + 1)]),
  );
  const end = (40 * 41) / 2;
  const read = async (feed: Feed<string | null>) => {
    const values: number[] = [];
    while (values.at(-1) !== end) values.push(Number(await feed.next()));
    return values;
  };
  const [seen] = await Promise.all([Promise.all(feeds.map(read)), Promise.all(recording)]);
  for (const values of seen) expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
});

test('1,000 events in one request are one message', async () => {
  const customer = await newCustomer();
  const feed = await watch({ customer, meter: 'sum' });
  expect(await feed.next()).toBe('0');
  await misura.record(Array.from({ length: 1_000 }, () => event(customer, 1)));
  expect(await feed.next()).toBe('1000');
  await misura.record([event(customer, 1)]);
  expect(await feed.next()).toBe('1001');
});

test('only what happened since `from` is told', async () => {
  const customer = await newCustomer();
  await misura.record([event(customer, 1, { timestamp: '2026-01-01T00:00:00Z' })]);
  const feed = await watch({ customer, meter: 'sum', from: '2026-02-01T00:00:00.5Z' });
  expect(await feed.next()).toBe('0');
  await misura.record([event(customer, 10, { timestamp: '2026-02-01T00:00:00.499999Z' })]);
  await misura.record([event(customer, 100, { timestamp: '2026-02-01T00:00:00.5Z' })]);
  expect(await feed.next()).toBe('100');
});

test('of all customers together it is told at most once a second, however many watch and record', async () => {
  const name = misura.unused('name');
  const key = await misura.meter({ eventName: name, aggregation: 'SUM', valueProperty: 'n' });
  const statements = watchStatements(api.database.pool);
  const feeds = [await watch({ meter: key }), await watch({ meter: key })];
  expect(await Promise.all(feeds.map((feed) => feed.next()))).toEqual(['0', '0']);
  statements.forget();
  const startedAt = performance.now();
  for (let i = 0; i < 20; i += 1) await misura.record([event(misura.unused('customer'), 1, { name })]);
  feeds.push(await watch({ meter: key }));
  for (const feed of feeds) {
    let told: string | null = '';
    while (told !== '20') told = await feed.next();
  }
  const readings = statements.seen().filter((name) => name === 'read_meter_buckets').length;
  expect(readings).toBeGreaterThan(0);
  expect(readings).toBeLessThanOrEqual((performance.now() - startedAt) / 1_000 + 1);
});

test('of all customers together it is told what another instance records', async () => {
  const name = misura.unused('name');
  const key = await misura.meter({ eventName: name, aggregation: 'SUM', valueProperty: 'n' });
  const feed = await watch({ meter: key }, other);
  expect(await feed.next()).toBe('0');
  await misura.record([event(misura.unused('customer'), 5, { name })]);
  expect(await feed.next()).toBe('5');
});

test('voided events, edits, the archive and the way back are told', async () => {
  const customer = await newCustomer();
  const key = await misura.meter({ aggregation: 'MAX', valueProperty: 'n' });
  await misura.record([event(customer, 3), event(customer, 9, { id: 'nine' }), event(customer, 12, { id: 'twelve' })]);
  const feed = await watchUsage(other, { customer, meter: key });
  const next = async () => {
    const { value, meter } = (await feed.next()) as LiveUsage;
    return [value, meter.status, meter.name];
  };
  expect(await next()).toEqual(['12', 'ACTIVE', key]);
  await misura.voidEvents(['twelve'], customer);
  expect(await next()).toEqual(['9', 'ACTIVE', key]);
  await misura.changeMeter('updateMeter', key, { name: 'Peak' });
  expect(await next()).toEqual(['9', 'ACTIVE', 'Peak']);
  await misura.changeMeter('archiveMeter', key);
  expect(await next()).toEqual(['9', 'ARCHIVED', 'Peak']);
  await misura.record([event(customer, 20)]);
  await misura.voidEvents(['nine'], customer);
  expect(await next()).toEqual(['3', 'ARCHIVED', 'Peak']);
  await misura.changeMeter('unarchiveMeter', key);
  // It may say BUILDING first, and say nothing of a value meanwhile.
  let last = await next();
  while (last[1] !== 'ACTIVE') {
    expect(last).toEqual([null, 'BUILDING', 'Peak']);
    last = await next();
  }
  expect(last).toEqual(['20', 'ACTIVE', 'Peak']);
  await feed.return();
});
