import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { bootstrapWorkspace } from '../src/actions/bootstrap-workspace.ts';
import { createMeter } from '../src/actions/create-meter.ts';
import { createProduct } from '../src/actions/create-product.ts';
import type { Deps } from '../src/actions/deps.ts';
import { recordEvents } from '../src/actions/record-events.ts';
import type { ChargeDraft } from '../src/actions/resolve-charges.ts';
import { settleBilling } from '../src/actions/settle-billing.ts';
import { Decimal } from '../src/core/decimal.ts';
import { composeDeps, systemClock, systemIds } from '../src/server/compose.ts';
import { openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded/start.ts';
import { migrate } from '../src/store/migrate.ts';
import { readClock, setClockAhead } from '../src/store/workspace-clock.ts';
import { countStatements } from './kit/count-statements.ts';
import { reportRatio } from './kit/ratio.ts';

const subscriptionCount = 10_000;
const eventsPerRequest = 10_000;
// Of each customer in a round: the last two have ten times as many, to show what does not grow with them.
const eventsEach = [3, 3, 3, 30, 30] as const;
const dayMicros = 86_400n * 1_000_000n;
const graceMicros = 3_600n * 1_000_000n;

/**
 * Closing the periods of 10,000 subscriptions, one of each customer: invoices are made, and made final an hour later.
 * Each has a flat charge and two charges for usage, one of them graduated. The baseline is one SQL statement that adds up
 * the same rollups by customer and meter, and writes nothing.
 */
export async function closing(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'misura-bench-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbedded({ dataDir: folder });
  await migrate(postgres.url);
  const database = openDatabase(postgres.url);
  try {
    const parts = { database, clock: systemClock, ids: systemIds, log: pino({ level: 'silent' }) };
    const deps = await composeDeps({ ...parts, scheduleBuild: async () => {} });
    const made = await bootstrapWorkspace(deps, { mode: 'TEST', secret: null });
    if (!made.made) throw new Error('The database was not empty.');
    await measure(deps, made.workspaceId);
  } finally {
    await database.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(deps: Deps, workspaceId: string): Promise<void> {
  const { pool } = deps.database;
  await subscribeAll(deps, workspaceId);
  const statements = countStatements(pool);
  const pairs: { measured: number; baseline: number }[] = [];
  for (const [round, each] of eventsEach.entries()) {
    await record(deps, workspaceId, round, each);
    await pool.query('ANALYZE');
    const sqlMs = await timed(() => readRollups(deps, workspaceId));
    // The hour of grace of the round before is part of this day.
    await pass(deps, workspaceId, round === 0 ? dayMicros : dayMicros - graceMicros);
    statements.restart();
    const closeMs = await timed(() => settleBilling(deps, workspaceId));
    const closed = statements.count();
    await pass(deps, workspaceId, graceMicros);
    statements.restart();
    const finalMs = await timed(() => settleBilling(deps, workspaceId));
    const perSecond = (ms: number) => Math.round((subscriptionCount / ms) * 1000);
    console.log(
      `${each} events each: ${perSecond(closeMs)} periods/s closed in ${closed} statements, ` +
        `${perSecond(finalMs)} invoices/s final in ${statements.count()} statements, bare SQL ${Math.round(sqlMs)} ms, ` +
        `${Math.round(process.memoryUsage().rss / 1_048_576)} MB`,
    );
    pairs.push({ measured: perSecond(closeMs + finalMs), baseline: perSecond(sqlMs) });
  }
  await requireClosed(deps, workspaceId);
  console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, PostgreSQL not included`);
  reportRatio('closing', null, 'subscriptions/s', pairs);
}

/** Customers and subscriptions as rows, all of one instant: making them one by one is not what is measured. */
async function subscribeAll(deps: Deps, workspaceId: string): Promise<void> {
  const labels = { workspaceId, name: null, description: null, unit: null, filter: null, groupBy: [], unitSize: null };
  const counting = { ...labels, eventName: 'call', key: 'calls', aggregation: 'COUNT', valueProperty: null } as const;
  await createMeter(deps, counting);
  await createMeter(deps, { ...counting, key: 'tokens', aggregation: 'SUM', valueProperty: 'tokens' });
  const day = { unit: 'DAY', count: 1 } as const;
  const of = { workspaceId, key: 'plan', name: 'Plan', description: null, currency: 'USD', interval: day };
  const { version } = await createProduct(deps, { ...of, charges, creditGrants: [] });
  await deps.database.pool.query(
    `WITH made AS (
      INSERT INTO customer (id, workspace_id, external_id, created_at)
      SELECT gen_random_uuid(), $1, 'c' || i, now() FROM generate_series(0, $2::integer - 1) AS i RETURNING id
    ), subscribed AS (
      INSERT INTO subscription (
        customer_id, id, workspace_id, starts_at, time_zone, version_id, quantity, period_index, due_at, next_invoice_id,
        created_at
      )
      SELECT id, gen_random_uuid(), $1, now(), 'UTC', $3, 1, 0, now() + interval '1 day', gen_random_uuid(), now() FROM made
      RETURNING customer_id, id, starts_at, due_at
    )
    INSERT INTO billing_period (
      customer_id, subscription_id, period_index, starts_at, ends_at, billed_until, full_start, full_end, version_id,
      quantity, one_time
    )
    SELECT customer_id, id, 0, starts_at, due_at, due_at, starts_at, due_at, $3, 1, true FROM subscribed`,
    [workspaceId, subscriptionCount, version.id],
  );
}

const zero = new Decimal(0);
const usage = { kind: 'USAGE', includedPerSeat: false, prorateAllowance: false, priceBy: null, minimum: null } as const;
const unpaid = { ...usage, maximum: null, credits: null };
const charges: readonly ChargeDraft[] = [
  { kind: 'FLAT', name: 'Base', amount: new Decimal(49), oneTime: false },
  {
    ...unpaid,
    name: 'Calls',
    meterKey: 'calls',
    includedUnits: new Decimal(1),
    pricing: { kind: 'PER_UNIT', unitAmount: new Decimal('0.005') },
  },
  {
    ...unpaid,
    name: 'Tokens',
    meterKey: 'tokens',
    includedUnits: zero,
    pricing: {
      kind: 'GRADUATED',
      tiers: [
        { upTo: new Decimal(1000), unitAmount: new Decimal('0.002'), flatAmount: zero },
        { upTo: null, unitAmount: new Decimal('0.001'), flatAmount: zero },
      ],
    },
  },
];

async function record(deps: Deps, workspaceId: string, round: number, each: number): Promise<void> {
  for (let n = 0; n < each; n += 1) {
    for (let from = 0; from < subscriptionCount; from += eventsPerRequest) {
      const events = Array.from({ length: eventsPerRequest }, (_, i) => ({
        id: `${round}-${n}`,
        name: 'call',
        customer: `c${from + i}`,
        timestamp: null,
        properties: { tokens: (i * 7919) % 3000 },
        subscription: null,
      }));
      const { recorded } = await recordEvents(deps, { workspaceId, events, createCustomers: false, atomic: true });
      if (recorded !== eventsPerRequest) throw new Error('Events were lost.');
    }
  }
}

async function readRollups(deps: Deps, workspaceId: string): Promise<void> {
  const now = await deps.clocks.now(workspaceId);
  const from = new Date(Number((now - dayMicros) / 1000n)).toISOString();
  const { rows } = await deps.database.pool.query(
    `SELECT r.customer_id, r.build_id, sum(r.event_count)::text AS event_count, sum(r.sum)::text AS sum
     FROM subscription s JOIN usage_rollup r ON r.customer_id = s.customer_id
     WHERE s.workspace_id = $1 AND r.bucket_size = 60 AND r.bucket_start >= $2
     GROUP BY r.customer_id, r.build_id`,
    [workspaceId, from],
  );
  if (rows.length !== 2 * subscriptionCount) throw new Error(`The rollups have ${rows.length} rows.`);
}

async function pass(deps: Deps, workspaceId: string, micros: bigint): Promise<void> {
  const { clockAhead } = await readClock(deps.database.pool, workspaceId);
  await setClockAhead(deps.database.pool, workspaceId, clockAhead + micros);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function requireClosed(deps: Deps, workspaceId: string): Promise<void> {
  const { rows } = await deps.database.pool.query<{ finals: string; greatest: string }>(
    `SELECT count(*)::text AS finals, max(number)::text AS greatest FROM invoice WHERE workspace_id = $1 AND status = 'FINAL'`,
    [workspaceId],
  );
  const expected = String(subscriptionCount * eventsEach.length);
  if (rows[0]?.finals !== expected || rows[0].greatest !== expected) throw new Error(JSON.stringify(rows));
}
