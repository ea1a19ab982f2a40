import type pg from 'pg';
import { figureName, type Kind, kinds, makeMeter, type Sender, sendLoad } from './kit/load.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { type BenchServer, startBenchServer } from './kit/server.ts';

const bar = { atLeast: 0.85 };
const rounds = 5;
const customerCount = 1_000;
const storedCount = 10_000_000;
const connections = 4;

type Side = { readonly server: BenchServer; readonly sender: Sender };

/**
 * Recording, 1,000 events a request, where 10,000,000 events of the same customers are stored and rolled up already. The
 * baseline is the same on a second server, whose tables are emptied before each round.
 */
export async function stored(): Promise<void> {
  const full = await startSide();
  const empty = await startSide();
  try {
    await fill(full.server.pool);
    for (const kind of kinds) {
      const pairs: Pair[] = [];
      // The first round warms both up and is not counted.
      for (let round = 0; round <= rounds; round += 1) {
        await empty.server.pool.query('TRUNCATE event, usage_rollup, usage_value');
        await empty.server.pool.query('CHECKPOINT');
        await full.server.pool.query('CHECKPOINT');
        const baseline = await record(empty, kind, round);
        const measured = await record(full, kind, round);
        if (round > 0) pairs.push({ measured, baseline });
      }
      reportRatio(figureName('stored', kind), bar, 'events/s', pairs);
    }
  } finally {
    for (const { sender, server } of [full, empty]) {
      sender.close();
      await server.close();
    }
  }
}

async function startSide(): Promise<Side> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, connections);
  await makeMeter(sender, customerCount);
  // Makes the customers that draw nothing.
  await sendLoad(sender, {
    run: 'first',
    kind: 'plain',
    events: customerCount,
    batchSize: 1_000,
    customers: customerCount,
  });
  return { server, sender };
}

async function record({ sender }: Side, kind: Kind, round: number): Promise<number> {
  const load = { run: `${round}`, kind, events: 50_000, batchSize: 1_000, customers: customerCount };
  return await sendLoad(sender, load);
}

/** A month of events, in order of time and of all customers in turn, and the rollups that recording would have made. */
async function fill(pool: pg.Pool): Promise<void> {
  const startedAt = performance.now();
  const perCustomer = storedCount / (2 * customerCount);
  await pool.query(
    `INSERT INTO event (customer_id, workspace_id, occurred_at, recorded_at, meters_version, event_id, name, properties)
     SELECT c.id, c.workspace_id, t.at, t.at, (SELECT meters_version FROM workspace), 'stored-' || t.i, 'llm.request',
       jsonb_build_object('contextTokens', (t.i * 7919) % 7500, 'generatedTokens', (t.i * 1301) % 1900)
     FROM (SELECT i, now() - interval '31 days' + i * interval '30 days' / ${perCustomer} AS at
       FROM generate_series(1, ${perCustomer}) AS i) t CROSS JOIN customer c`,
  );
  for (const [size, unit] of [
    [60, 'minute'],
    [3_600, 'hour'],
    [86_400, 'day'],
  ]) {
    await pool.query(
      `INSERT INTO usage_rollup (customer_id, build_id, bucket_size, bucket_start, group_key, event_count, sum)
       SELECT e.customer_id, m.build_id, ${size}, date_trunc('${unit}', e.occurred_at, 'UTC'),
         (SELECT group_key FROM usage_rollup LIMIT 1), count(*), sum((e.properties->>'contextTokens')::numeric)
       FROM event e JOIN meter m ON m.key = 'context' WHERE e.event_id LIKE 'stored-%'
       GROUP BY 1, 2, 4`,
    );
  }
  await pool.query('VACUUM ANALYZE event, usage_rollup');
  const { rows } = await pool.query<{ events: string; counted: string }>(
    'SELECT (SELECT count(*) FROM event) AS events, (SELECT sum(event_count) FROM usage_rollup WHERE bucket_size = 60) AS counted',
  );
  if (rows[0]?.events !== rows[0]?.counted) throw new Error(`Not rolled up: ${JSON.stringify(rows[0])}`);
  console.log(`${rows[0]?.events} events stored in ${Math.round((performance.now() - startedAt) / 1000)} s`);
}
