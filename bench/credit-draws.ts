import type pg from 'pg';
import { reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { type BenchServer, startBenchServer } from './kit/server.ts';

const bar = { atLeast: 4 };
const rounds = 5;
const connections = 64;
const customerCount = 1_000;
const holdCount = 4_000;
const drawCount = 20_000;
const drawsPerRequest = 100;
const naiveCount = 2_000;

/**
 * Draws and holds per second, of one customer and of 1,000 by a Zipf law: each event draws, each hold is a request of its
 * own. The baseline takes one row's lock for each draw: SELECT … FOR UPDATE, the new balance and an entry, COMMIT, over 16
 * connections and without any HTTP or GraphQL.
 */
export async function creditDraws(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, connections);
  try {
    await setUp(server, sender);
    for (const [name, customer] of [
      ['one', () => 0],
      ['zipf', zipf],
    ] as const) {
      const pairs: Record<'draws' | 'holds', { measured: number; baseline: number }[]> = { draws: [], holds: [] };
      // The first round warms all up and is not counted.
      for (let round = 0; round <= rounds; round += 1) {
        const baseline = await naiveDraws(server.pool, customer);
        const draws = await recordDraws(sender, customer, `${name}-${round}`);
        const holds = await placeHolds(sender, customer);
        if (round === 0) continue;
        pairs.draws.push({ measured: draws, baseline });
        pairs.holds.push({ measured: holds, baseline });
      }
      reportRatio(`draws-${name}`, bar, 'draws/s', pairs.draws);
      reportRatio(`holds-${name}`, bar, 'holds/s', pairs.holds);
    }
  } finally {
    sender.close();
    await server.close();
  }
}

type Sender = ReturnType<typeof createSender>;

// The weight of customer n is 1 / (n + 1).
const weights = Array.from({ length: customerCount }, (_, n) => 1 / (n + 1));
const weightOfAll = weights.reduce((sum, weight) => sum + weight, 0);

function zipf(): number {
  const at = Math.random() * weightOfAll;
  let passed = 0;
  return Math.max(
    weights.findIndex((weight) => {
      passed += weight;
      return passed >= at;
    }),
    0,
  );
}

async function timed(count: number, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (count / (performance.now() - startedAt)) * 1000;
}

async function recordDraws(sender: Sender, customer: () => number, run: string): Promise<number> {
  const query = `mutation recordEvents($input: RecordEventsInput!) {
    recordEvents(input: $input) { __typename ... on RecordEventsPayload { recorded } } }`;
  const bodies = Array.from({ length: drawCount / drawsPerRequest }, (_, batch) => {
    const events = Array.from({ length: drawsPerRequest }, (_, i) => ({
      id: `${run}-${batch}-${i}`,
      name: 'call',
      customer: `c${customer()}`,
    }));
    return Buffer.from(JSON.stringify({ query, variables: { input: { events, requireCredits: true } } }));
  });
  return await timed(drawCount, () => sender.sendAll(bodies, requires(`"recorded":${drawsPerRequest}`)));
}

async function placeHolds(sender: Sender, customer: () => number): Promise<number> {
  const query = 'mutation ($input: PlaceHoldInput!) { placeHold(input: $input) { __typename } }';
  const bodies = Array.from({ length: holdCount }, () => {
    const input = { customer: `c${customer()}`, creditType: 'ai', amount: '1', expiresIn: 1 };
    return Buffer.from(JSON.stringify({ query, variables: { input } }));
  });
  return await timed(holdCount, () => sender.sendAll(bodies, requires('PlaceHoldPayload')));
}

function requires(text: string): (answer: string) => void {
  return (answer) => {
    if (!answer.includes(text)) throw new Error(answer.slice(0, 500));
  };
}

async function naiveDraws(pool: pg.Pool, customer: () => number): Promise<number> {
  let next = 0;
  const lane = async () => {
    const client = await pool.connect();
    try {
      for (; next < naiveCount; ) {
        next += 1;
        const id = customer();
        await client.query('BEGIN');
        const { rows } = await client.query<{ balance: string; version: string }>(
          'SELECT balance, version FROM naive_account WHERE id = $1 FOR UPDATE',
          [id],
        );
        const version = Number(rows[0]?.version) + 1;
        await client.query('UPDATE naive_account SET balance = balance - 1, version = $2 WHERE id = $1', [id, version]);
        await client.query('INSERT INTO naive_entry VALUES ($1, $2, -1)', [id, version]);
        await client.query('COMMIT');
      }
    } finally {
      client.release();
    }
  };
  return await timed(naiveCount, () => Promise.all(Array.from({ length: 16 }, lane)));
}

async function setUp(server: BenchServer, sender: Sender): Promise<void> {
  server.pool.options.max = 16;
  await server.pool.query(`
    CREATE TABLE naive_account (id INTEGER PRIMARY KEY, balance DECIMAL NOT NULL, version BIGINT NOT NULL);
    CREATE TABLE naive_entry (id INTEGER, version BIGINT, amount DECIMAL NOT NULL, PRIMARY KEY (id, version));
    INSERT INTO naive_account SELECT i, 1000000000, 0 FROM generate_series(0, ${customerCount - 1}) AS i`);
  const change = async (name: string, input: string) => {
    const query = `mutation { r: ${name}(input: ${input}) { __typename } }`;
    requires('Payload')(await sender.send(Buffer.from(JSON.stringify({ query }))));
  };
  await change('createMeter', '{ key: "calls", eventName: "call", aggregation: COUNT }');
  await change('createCreditType', '{ key: "ai", name: "AI", precision: 0 }');
  await change(
    'createProduct',
    `{ key: "plan", name: "Plan", currency: "USD", interval: { unit: MONTH },
      charges: [{ usage: { name: "Calls", meter: "calls", credits: { creditType: "ai", unitsPerCredit: "1" } } }],
      creditGrants: [{ creditType: "ai", amount: "1000000000" }] }`,
  );
  for (let i = 0; i < customerCount; i += 1) {
    await change('createCustomer', `{ externalId: "c${i}" }`);
    await change('createSubscription', `{ customer: "c${i}", product: "plan" }`);
  }
}
