import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { uuidv7 } from 'uuidv7';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const bar = { atLeast: 0.45 };
const rounds = 5;
const eventCount = 100_000;
const batchSize = 1_000;
const connections = 4;
const customerCount = 20;

type Row = { id: string; customer: string; timestamp: string; properties: string };

/**
 * recordEvents, 1,000 events a request: durable, deduplicated and rolled up for one SUM meter, over HTTP and GraphQL. The
 * baseline is COPY of the same rows into the same table with the same indexes.
 */
export async function ingest(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, connections);
  try {
    const rows = makeRows();
    const bodies = requestBodies(rows);
    const copyChunks = copyLines(rows, await workspaceId(server.pool));
    await createMeter(sender.send);
    const pairs: Pair[] = [];
    // The first round warms both up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      await empty(server.pool);
      const copyMs = await copy(server.pool, copyChunks);
      await empty(server.pool);
      const recordMs = await sender.sendAll(bodies, requireRecorded);
      const pair = { measured: (eventCount / recordMs) * 1000, baseline: (eventCount / copyMs) * 1000 };
      if (round > 0) pairs.push(pair);
      await requireCounted(server.pool);
    }
    console.log(`${eventCount} events a round, ${batchSize} a request, ${connections} connections, one SUM meter`);
    reportRatio('ingest', bar, 'events/s', pairs);
  } finally {
    sender.close();
    await server.close();
  }
}

/** The shape of a real trace: an hour in order of time, customers in turn, two token counts. */
function makeRows(): Row[] {
  const startMs = Date.UTC(2026, 0, 15, 18);
  return Array.from({ length: eventCount }, (_, i) => ({
    id: String(i),
    customer: `c${String(i % customerCount).padStart(2, '0')}`,
    timestamp: new Date(startMs + Math.floor((i * 3_600_000) / eventCount)).toISOString(),
    properties: JSON.stringify({ contextTokens: (i * 7919) % 7500, generatedTokens: (i * 104_729) % 1900 }),
  }));
}

function requestBodies(rows: readonly Row[]): Buffer[] {
  const query = `mutation recordEvents($input: RecordEventsInput!) {
    recordEvents(input: $input) { __typename ... on RecordEventsPayload { recorded duplicates rejected { index code } } }
  }`;
  const bodies: Buffer[] = [];
  for (let i = 0; i < rows.length; i += batchSize) {
    const events = rows.slice(i, i + batchSize).map(({ properties, ...row }) => ({
      ...row,
      name: 'llm.request',
      properties: JSON.parse(properties) as object,
    }));
    bodies.push(Buffer.from(JSON.stringify({ query, variables: { input: { events, createCustomers: true } } })));
  }
  return bodies;
}

async function createMeter(send: (body: Buffer) => Promise<string>): Promise<void> {
  const query = `mutation { createMeter(input: {
    key: "context", eventName: "llm.request", aggregation: SUM, valueProperty: "contextTokens"
  }) { __typename } }`;
  const answer = await send(Buffer.from(JSON.stringify({ query })));
  if (!answer.includes('CreateMeterPayload')) throw new Error(answer);
}

function requireRecorded(answer: string): void {
  if (!answer.includes(`"recorded":${batchSize}`)) throw new Error(answer.slice(0, 500));
}

async function requireCounted(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ counted: string; stored: string }>(`
    SELECT (SELECT sum(event_count) FROM usage_rollup WHERE bucket_size = 60)::text AS counted,
      (SELECT count(*) FROM event)::text AS stored`);
  const [row] = rows;
  if (row?.counted !== String(eventCount) || row.stored !== String(eventCount)) throw new Error('Events were lost.');
}

async function workspaceId(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM workspace');
  return (rows[0] as { id: string }).id;
}

function copyLines(rows: readonly Row[], workspace: string): Buffer[] {
  const customers = Array.from({ length: customerCount }, () => uuidv7());
  const recordedAt = new Date().toISOString();
  const lines = rows.map(({ id, timestamp, properties }, i) =>
    [customers[i % customerCount], workspace, timestamp, recordedAt, 2, id, 'llm.request', properties].join('\t'),
  );
  const chunks: Buffer[] = [];
  for (let i = 0; i < lines.length; i += batchSize) {
    chunks.push(Buffer.from(`${lines.slice(i, i + batchSize).join('\n')}\n`));
  }
  return chunks;
}

async function copy(pool: pg.Pool, chunks: readonly Buffer[]): Promise<number> {
  const client = await pool.connect();
  try {
    const startedAt = performance.now();
    const columns = 'customer_id, workspace_id, occurred_at, recorded_at, meters_version, event_id, name, properties';
    await pipeline(Readable.from(chunks), client.query(copyFrom(`COPY event (${columns}) FROM STDIN`)));
    return performance.now() - startedAt;
  } finally {
    client.release();
  }
}

/** The same start for both: no rows, and nothing left for the checkpointer of what was before. */
async function empty(pool: pg.Pool): Promise<void> {
  await pool.query('TRUNCATE event, usage_rollup, usage_value');
  await pool.query('CHECKPOINT');
}
