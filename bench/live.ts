import type pg from 'pg';
import { type Watcher, watchUsage } from './kit/live.ts';
import {
  customerName,
  figureName,
  type Kind,
  kinds,
  makeMeter,
  recordRequests,
  requires,
  type Sender,
} from './kit/load.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const p99MaxMs = 100;
const rounds = 3;
const customerCount = 100;
const watcherCount = 1_000;
// 2,000 events a second, each request of ten customers, of whom each has ten watchers.
const requestsPerSecond = 20;
const batchSize = 100;
const customersPerRequest = 10;
const seconds = 10;
const settleMs = 2_000;

/**
 * From the commit of an event to each of those who watch its customer's usage, 1,000 in all, while 2,000 events a second
 * are recorded: the 99th percentile. The baseline is the bar, 100 ms. Counted from the time that the server notes before
 * it commits, so that the commit itself is part of it.
 */
export async function live(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, 8);
  try {
    await makeMeter(sender, customerCount);
    for (const kind of kinds) {
      await recordAll(sender, kind, 'first', customerCount / customersPerRequest);
      const pairs: Pair[] = [];
      // The first round warms both up and is not counted.
      for (let round = 0; round <= rounds; round += 1) {
        const watchers: Watcher[] = [];
        for (let i = 0; i < watcherCount; i += 1) {
          watchers.push(await watchUsage(server.port, server.key, customerName(kind, i % customerCount)));
        }
        await recordAll(sender, kind, `${round}`, seconds * requestsPerSecond);
        await new Promise((resolve) => setTimeout(resolve, settleMs));
        for (const watcher of watchers) watcher.close();
        const latencies = latenciesOf(watchers, await flushesOf(server.pool, kind, `${round}-%`));
        if (round > 0) pairs.push({ measured: percentile(latencies, 0.99), baseline: p99MaxMs });
        console.log(`${latencies.length} messages awaited, median ${percentile(latencies, 0.5).toFixed(1)} ms`);
      }
      reportRatio(figureName('live', kind), { atMost: 1 }, 'ms', pairs);
    }
  } finally {
    sender.close();
    await server.close();
  }
}

/** At an even pace, whether or not the server keeps up with it. */
async function recordAll(sender: Sender, kind: Kind, run: string, requests: number): Promise<void> {
  const load = { run, kind, events: requests * batchSize, batchSize, customers: customerCount };
  const bodies = recordRequests(
    load,
    (i) => (Math.floor(i / batchSize) * customersPerRequest + (i % customersPerRequest)) % customerCount,
  );
  const startedAt = performance.now();
  const answers = bodies.map(async (body, i) => {
    const dueMs = startedAt + (i * 1_000) / requestsPerSecond - performance.now();
    await new Promise((resolve) => setTimeout(resolve, dueMs));
    requires(`"recorded":${batchSize}`)(await sender.send(body));
  });
  await Promise.all(answers);
}

type Flush = { readonly customer: string; readonly atMs: number; readonly eventCount: number };

/** What each flush of a round brought each customer to, and the time it noted. */
async function flushesOf(pool: pg.Pool, kind: Kind, ids: string): Promise<Flush[]> {
  const { rows } = await pool.query<{ customer: string; at_ms: string; event_count: string; is_new: boolean }>(
    `SELECT * FROM (
       SELECT c.external_id AS customer, extract(epoch FROM e.recorded_at) * 1000 AS at_ms,
         sum(count(*)) OVER (PARTITION BY c.id ORDER BY e.recorded_at) AS event_count, bool_or(e.event_id LIKE $2) AS is_new
       FROM event e JOIN customer c ON c.id = e.customer_id WHERE c.external_id LIKE $1
       GROUP BY c.id, c.external_id, e.recorded_at
     ) f WHERE is_new`,
    [customerName(kind, 0).replace('0', '%'), ids],
  );
  return rows.map((row) => ({ customer: row.customer, atMs: Number(row.at_ms), eventCount: Number(row.event_count) }));
}

/** For every watcher and flush of its customer: until the first message that includes it. Throws where none ever came. */
function latenciesOf(watchers: readonly Watcher[], flushes: readonly Flush[]): number[] {
  const byCustomer = new Map<string, Flush[]>();
  for (const flush of flushes) byCustomer.set(flush.customer, [...(byCustomer.get(flush.customer) ?? []), flush]);
  return watchers.flatMap(({ customer, messages }) =>
    (byCustomer.get(customer) ?? []).map(({ atMs, eventCount }) => {
      const message = messages.find((one) => one.eventCount >= eventCount);
      if (message === undefined) throw new Error(`A watcher of ${customer} never heard of event ${eventCount}.`);
      return message.atMs - atMs;
    }),
  );
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
