import type pg from 'pg';
import { makeMeter, requires, type Sender, sendLoad } from './kit/load.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const bar = { atMost: 3 };
const rounds = 5;
const questionsPerRound = 100;
const days = 30;
const eventCount = 1_000_000;
const from = '2026-01-01T00:00:00Z';
const customer = 'plain-0';
// Of one zone the days are whole buckets; of the other they begin in the middle of UTC's.
const zones = [
  ['windows', 'UTC'],
  ['windows-zone', 'America/New_York'],
] as const;

/**
 * 30 daily windows of a customer with 1,000,000 events in them, over HTTP and GraphQL. The baseline is one bare SQL
 * statement that adds up the same rollups. Both are the sums of the raw events, to the last digit.
 */
export async function windows(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, 4);
  try {
    await makeMeter(sender, 0);
    const secondsBetween = (days * 86_400) / eventCount;
    await sendLoad(sender, {
      run: 'windows',
      kind: 'plain',
      events: eventCount,
      batchSize: 5_000,
      customers: 1,
      times: (i) => new Date(Date.parse(from) + Math.floor(i * secondsBetween * 1000)).toISOString(),
    });
    await server.pool.query('VACUUM ANALYZE event, usage_rollup');
    for (const [name, timeZone] of zones) {
      const expected = await rawSums(server.pool, timeZone);
      const pairs: Pair[] = [];
      // The first round warms both up and is not counted.
      for (let round = 0; round <= rounds; round += 1) {
        const baseline = await timed(async () => requireSame(expected, await bareSums(server.pool, timeZone)));
        const measured = await timed(async () => requireSame(expected, await askedSums(sender, timeZone)));
        if (round > 0) pairs.push({ measured, baseline });
      }
      reportRatio(name, bar, 'ms', pairs);
    }
  } finally {
    sender.close();
    await server.close();
  }
}

/** Milliseconds of one of them. */
async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  for (let i = 0; i < questionsPerRound; i += 1) await work();
  return (performance.now() - startedAt) / questionsPerRound;
}

async function askedSums(sender: Sender, timeZone: string): Promise<string[]> {
  const query = `query ($customer: String!, $from: DateTime!, $to: DateTime!, $zone: TimeZone!) {
    customer(externalId: $customer) {
      usage(meter: "context", from: $from, to: $to) { windows(size: DAY, timeZone: $zone) { value } }
    }
  }`;
  const to = new Date(Date.parse(from) + days * 86_400_000).toISOString();
  const body = JSON.stringify({ query, variables: { customer, from, to, zone: timeZone } });
  const answer = await sender.send(Buffer.from(body));
  requires('"windows"')(answer);
  type Answer = { data: { customer: { usage: { windows: { value: string }[] } } } };
  return (JSON.parse(answer) as Answer).data.customer.usage.windows.map(({ value }) => value);
}

/** Of the largest buckets that lie within days of this zone. */
async function bareSums(pool: pg.Pool, timeZone: string): Promise<string[]> {
  const { rows } = await pool.query<{ sum: string }>({
    name: 'bare_windows',
    text: `
      SELECT sum(r.sum)::text AS sum FROM usage_rollup r
      WHERE r.customer_id = (SELECT id FROM customer WHERE external_id = $1)
        AND r.build_id = (SELECT build_id FROM meter WHERE key = 'context')
        AND r.bucket_size = $4 AND r.bucket_start >= $2 AND r.bucket_start < $2::timestamptz + interval '30 days'
      GROUP BY date_trunc('day', r.bucket_start, $3) ORDER BY date_trunc('day', r.bucket_start, $3)`,
    values: [customer, from, timeZone, timeZone === 'UTC' ? 86_400 : 3_600],
  });
  return rows.map(({ sum }) => sum);
}

async function rawSums(pool: pg.Pool, timeZone: string): Promise<string[]> {
  const { rows } = await pool.query<{ sum: string }>(
    `SELECT sum((properties->>'contextTokens')::numeric)::text AS sum FROM event
     WHERE customer_id = (SELECT id FROM customer WHERE external_id = $1)
     GROUP BY date_trunc('day', occurred_at, $2) ORDER BY date_trunc('day', occurred_at, $2)`,
    [customer, timeZone],
  );
  return rows.map(({ sum }) => sum);
}

function requireSame(expected: readonly string[], found: readonly string[]): void {
  if (expected.join() !== found.join()) throw new Error(`Not the sums of the raw events: ${expected}, ${found}`);
}
