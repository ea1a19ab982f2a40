import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { HostileCase } from './case.ts';
import { type Door, type Reply, send } from './send.ts';

const setUp = `mutation {
  known: createCustomer(input: { externalId: "known" }) { __typename }
  other: createCustomer(input: { externalId: "other" }) { __typename }
  createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename }
  createCreditType(input: { key: "ai", name: "AI" }) { __typename }
  createCustomerToken(input: { customer: "known" }) { ... on CreateCustomerTokenPayload { token } }
  grantCredits(input: { customer: "known", creditType: "ai", amount: 5 }) { __typename }
  recordEvent(input: { id: "recorded", name: "call", customer: "known", properties: { n: 1 } }) { __typename }
}`;

/** A workspace with something in it that could be broken, and the door to it for whoever sends. */
export async function openDoor(url: string, adminKey: string): Promise<Door> {
  const door: Door = { url, credentials: { admin: adminKey, token: null, nobody: null } };
  const { text } = await send(door, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: setUp }),
  });
  const token = /"token":"([^"]+)"/.exec(text)?.[1];
  if (token === undefined) throw new Error(text);
  return { ...door, credentials: { ...door.credentials, token } };
}

/** Every row of every table, in one text: equal to the one before if nothing has changed. */
export async function fingerprint(pool: pg.Pool): Promise<Record<string, string>> {
  fingerprintOf ??= fingerprintText(pool);
  const { rows } = await pool.query<{ name: string; rows: string }>(await fingerprintOf);
  return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]));
}

let fingerprintOf: Promise<string> | null = null;

async function fingerprintText(pool: pg.Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const parts = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS rows FROM "${name}" t`,
  );
  return parts.join(' UNION ALL ');
}

// A refusal says what is wrong, and does not send back what it was sent. The longest names every event of 10,000.
const replyCharactersMax = 64 * 1024;

type Answer = { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };

/** What of a reply is not as it must be; null if nothing. */
export function complaint({ must }: HostileCase, { status, text }: Reply): string | null {
  const shown = text.length > 600 ? `${text.slice(0, 600)}… (${text.length} characters)` : text;
  const wrong = (what: string) => `${what}: ${status} ${shown}`;
  if (text.includes('INTERNAL_SERVER_ERROR')) return wrong('a bug of ours');
  if (/node_modules|\.[jt]s:\d|at Object\.|stack/.test(text)) return wrong('where it happened in our code');
  if (status !== (must.status ?? 200)) return wrong(`not the status ${must.status ?? 200}`);
  if (must.longReply !== true && text.length > replyCharactersMax) return wrong('a reply of this length');
  const { data, errors = [] } = answerOf(text);
  for (const { message, extensions } of errors) {
    if (must.code !== undefined && extensions?.code !== must.code) return wrong(`not the code ${must.code}`);
    if (must.longReply !== true && message.length > 2_000) return wrong('a message of this length');
  }
  if (must.code !== undefined && errors.length === 0) return wrong('no error');
  if (must.says !== undefined && !(typeof must.says === 'string' ? text.includes(must.says) : must.says.test(text))) {
    return wrong(`nothing of ${must.says}`);
  }
  if (must.data !== undefined && !holds(data, must.data)) return wrong(`not ${JSON.stringify(must.data)}`);
  return null;
}

function answerOf(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

/** Whether `found` has all that `expected` has. Lists have to be of one length. */
function holds(found: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return isDeepStrictEqual(found, expected);
  if (typeof found !== 'object' || found === null) return false;
  if (Array.isArray(expected) && (!Array.isArray(found) || found.length !== expected.length)) return false;
  return Object.entries(expected).every(([key, value]) => holds((found as Record<string, unknown>)[key], value));
}
