import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';
import { askServer, copyDataDir, embeddedUrl, postmasterPid, runCli, type ServeProcess, serveCli } from './cli.ts';
import { expectSoundCredits } from './credit-invariants.ts';
import { randomNumbers } from './random-numbers.ts';

const key = 'a-key-for-kills-of-credits';
const eventsAtOnce = 20;
const granted = 10;
const captured = 3;

/** What was acknowledged, and so must be there, once. */
type Acknowledged = { events: number; grants: number; captures: number };

/**
 * Records events that draw, grants, holds and captures, each repeated with its id or key until it is acknowledged, while
 * the server is killed so many times, every other time with its PostgreSQL. Nothing that was acknowledged may be lost, and
 * nothing may count twice.
 */
export async function killWhileUsed({ kills, seed }: { kills: number; seed: number }): Promise<void> {
  const random = randomNumbers(seed);
  const MISURA_DATA_DIR = await copyDataDir();
  let server = await serveCli({ MISURA_DATA_DIR, MISURA_BOOTSTRAP_KEY: key });
  await setUp(server);
  const done: Acknowledged = { events: 0, grants: 0, captures: 0 };
  let going = true;
  // Whoever asks while nobody answers asks again.
  const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
    for (;;) {
      try {
        return await askServer<T>(server.url, key, query, variables);
      } catch {
        await delay(20);
      }
    }
  };
  const lanes = [recordLane, recordLane, grantLane, holdLane].map(async (lane, i) => {
    for (let n = 0; going; n += 1) await lane(ask, `${i}-${n}`, done);
  });
  for (let kill = 0; kill < kills; kill += 1) {
    await delay(200 + random() * 600);
    const postgres = postmasterPid(MISURA_DATA_DIR);
    if (kill % 2 === 1 && postgres !== null) process.kill(postgres, 'SIGKILL');
    server.child.kill('SIGKILL');
    await server.ended;
    server = await serveCli({ MISURA_DATA_DIR });
  }
  going = false;
  await Promise.all(lanes);
  await expectAcknowledged(server, MISURA_DATA_DIR, done, `seed ${seed}`);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  const audit = runCli(['audit'], { MISURA_DATA_DIR });
  expect(await audit.ended, audit.output()).toBe(0);
}

type Ask = <T>(query: string, variables?: object) => Promise<T>;

async function recordLane(ask: Ask, id: string, done: Acknowledged): Promise<void> {
  const events = Array.from({ length: eventsAtOnce }, (_, i) => ({ id: `${id}-${i}`, name: 'call', customer: 'acme' }));
  const query = `mutation ($input: RecordEventsInput!) {
    recordEvents(input: $input) { ... on RecordEventsPayload { recorded duplicates } } }`;
  const { recordEvents } = await ask<{ recordEvents: { recorded: number; duplicates: number } }>(query, {
    input: { events },
  });
  expect(recordEvents.recorded + recordEvents.duplicates).toBe(eventsAtOnce);
  done.events += eventsAtOnce;
}

async function grantLane(ask: Ask, idempotencyKey: string, done: Acknowledged): Promise<void> {
  const input = { customer: 'acme', creditType: 'ai', amount: String(granted), idempotencyKey };
  const query = 'mutation ($input: GrantCreditsInput!) { result: grantCredits(input: $input) { __typename } }';
  const { result } = await ask<{ result: { __typename: string } }>(query, { input });
  expect(result.__typename).toBe('GrantCreditsPayload');
  done.grants += 1;
}

async function holdLane(ask: Ask, idempotencyKey: string, done: Acknowledged): Promise<void> {
  const input = { customer: 'acme', creditType: 'ai', amount: '5', idempotencyKey: `hold ${idempotencyKey}` };
  const query = `mutation ($input: PlaceHoldInput!) {
    result: placeHold(input: $input) { __typename ... on PlaceHoldPayload { hold { id } } } }`;
  const { result } = await ask<{ result: { hold?: { id: string } } }>(query, { input });
  if (result.hold === undefined) return;
  const capture = { hold: result.hold.id, amount: String(captured), idempotencyKey: `capture ${idempotencyKey}` };
  const document = 'mutation ($input: CaptureHoldInput!) { result: captureHold(input: $input) { __typename } }';
  const answer = await ask<{ result: { __typename: string } }>(document, { input: capture });
  expect(answer.result.__typename).toBe('CaptureHoldPayload');
  done.captures += 1;
}

async function setUp(server: ServeProcess): Promise<void> {
  await askServer(
    server.url,
    key,
    `mutation {
      createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename }
      createCreditType(input: { key: "ai", name: "AI", precision: 0 }) { __typename }
      createProduct(input: { key: "plan", name: "Plan", currency: "USD", interval: { unit: MONTH }, charges: [{ usage: {
        name: "Calls", meter: "calls", credits: { creditType: "ai", unitsPerCredit: "1", whenExhausted: DEBT } } }] }) { __typename }
      createCustomer(input: { externalId: "acme" }) { __typename }
      createSubscription(input: { customer: "acme", product: "plan" }) { __typename }
      grantCredits(input: { customer: "acme", creditType: "ai", amount: "100000", idempotencyKey: "first" }) { __typename }
    }`,
  );
}

async function expectAcknowledged(
  server: ServeProcess,
  dataDir: string,
  { events, grants, captures }: Acknowledged,
  why: string,
): Promise<void> {
  type Balance = { customer: { creditBalance: { balance: string; held: string }; usage: { value: string } } };
  const { customer } = await askServer<Balance>(
    server.url,
    key,
    '{ customer(externalId: "acme") { creditBalance(creditType: "ai") { balance held } usage(meter: "calls") { value } } }',
  );
  expect(customer, why).toEqual({
    creditBalance: { balance: String(100_000 + grants * granted - events - captures * captured), held: '0' },
    usage: { value: String(events) },
  });
  const pool = new pg.Pool({ connectionString: embeddedUrl(dataDir) });
  try {
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM workspace');
    await expectSoundCredits(pool, rows[0]?.id ?? '');
  } finally {
    await pool.end();
  }
}
