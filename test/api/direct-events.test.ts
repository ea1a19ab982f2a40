import fc from 'fast-check';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directInput, recordingOf } from '../../src/graphql/events/direct-events.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import {
  badInputs,
  documents,
  fine,
  goodInputs,
  ordinary,
  ordinaryOne,
  singleDocuments,
} from './direct-events-cases.ts';

let direct: TestApi;
let coerced: TestApi;

beforeAll(async () => {
  [direct, coerced] = await Promise.all([createTestApi(), createTestApi({ directEvents: false })]);
  for (const api of [direct, coerced]) {
    await api.ask(`mutation {
      createCustomer(input: { externalId: "acme" }) { __typename }
      createMeter(input: { key: "sum", eventName: "call", aggregation: SUM, valueProperty: "n" }) { __typename }
    }`);
  }
});
afterAll(() => Promise.all([direct.close(), coerced.close()]));

/** The answers to one request, to the letter. Both have had the same requests before, so they are in the same state. */
async function answers(body: object): Promise<[string, string]> {
  const send = async (api: TestApi) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${api.adminKey}` };
    const response = await api.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(body) });
    return `${response.status} ${await response.text()}`;
  };
  return [await send(direct), await send(coerced)];
}

async function expectSame(body: object): Promise<string> {
  const [one, other] = await answers(body);
  expect(one).toBe(other);
  expect(one).not.toContain('INTERNAL_SERVER_ERROR');
  return one;
}

test.each(Object.entries(goodInputs))('an input that is plainly valid goes directly: %s', async (_name, input) => {
  expect(directInput('recordEvents', input)).not.toBeNull();
  expect(await expectSame({ query: ordinary, variables: { input } })).not.toContain('"errors"');
});

test.each(Object.entries(badInputs))('an input that GraphQL might refuse is left to it: %s', async (_name, json) => {
  // As text, because `__proto__` in an object literal would not be a key.
  const input: unknown = JSON.parse(json);
  expect(directInput('recordEvents', input)).toBeNull();
  await expectSame({ query: ordinary, variables: { input } });
});

describe.each(documents)('%s', (query, more, operationName) => {
  test('is answered alike', async () => {
    const variables = { input: fine('d'), ...(more as object) };
    await expectSame({ query, variables, ...(operationName === undefined ? {} : { operationName }) });
    // And with an input that is wrong, which GraphQL may or may not come to look at.
    await expectSame({ query, variables: { ...variables, input: { events: [{ id: 1 }] } } });
    await expectSame({ query, variables: more });
    await expectSame({ query });
  });
});

/** Every input of one event, as `recordEvent` has it. */
const singles = (inputs: Record<string, unknown>) =>
  Object.entries(inputs).flatMap(([name, input]) => {
    const { events, atomic: _, ...flags } = (input ?? {}) as { events?: unknown; atomic?: unknown };
    if (!Array.isArray(events)) return [];
    return (events as unknown[]).map((one, i) => [`${name}, ${i + 1}`, one, flags] as const);
  });

test.each(singles(goodInputs))('a single event that is plainly valid goes directly: %s', async (_name, one, flags) => {
  const input = { ...(one as object), ...flags };
  expect(directInput('recordEvent', input)).not.toBeNull();
  expect(await expectSame({ query: ordinaryOne, variables: { input } })).not.toContain('"errors"');
});

const bad = Object.fromEntries(Object.entries(badInputs).map(([name, json]) => [name, JSON.parse(json) as unknown]));

test.each(singles(bad))('a single event that GraphQL might refuse is left to it: %s', async (_name, one, flags) => {
  const input: unknown = one !== null && typeof one === 'object' ? Object.assign(one, flags) : one;
  // Some are only bad in their company, and fine alone.
  await expectSame({ query: ordinaryOne, variables: { input } });
});

test.each(singleDocuments)('a single event is answered alike: %s', async (query, more) => {
  const input = { ...fine('s').events[0], createCustomers: true };
  await expectSame({ query, variables: { input, ...more } });
  await expectSame({ query, variables: { input: { ...input, id: 1 }, ...more } });
  await expectSame({ query, variables: { input: { ...input, atomic: true }, ...more } });
  await expectSame({ query });
});

test('only an operation that does nothing but record one variable goes directly', () => {
  expect(recordingOf(parse(ordinary))).toEqual({ field: 'recordEvents', variable: 'input' });
  expect(recordingOf(parse(ordinaryOne))).toEqual({ field: 'recordEvent', variable: 'input' });
  const taken = new Set(documents.map(([query]) => recordingOf(parse(query))?.variable ?? null));
  expect(taken).toEqual(new Set(['input', '__proto__', 'constructor', null]));
});

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(1.5, 2 ** 53, -0, '', '\u0000', '\ud800', '2026-03-01T12:00:00+24:00', '2026-02-29T00:00:00Z'),
);
const mostly = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: usual as fc.Arbitrary<unknown> }, anything);
const event = fc.record(
  {
    id: mostly(fc.constantFrom('a', 'b', 'c')),
    name: mostly(fc.constantFrom('call', 'other')),
    customer: mostly(fc.constantFrom('acme', 'nobody', 'new')),
    timestamp: mostly(fc.constantFrom(null, '2026-02-01T10:00:00.1234567+01:00', '2026-03-01T12:30:00Z')),
    properties: mostly(fc.oneof(fc.constant(null), fc.dictionary(fc.constantFrom('n', '__proto__', 'x'), anything))),
    subscription: fc.oneof({ weight: 20, arbitrary: fc.constant(null) as fc.Arbitrary<unknown> }, anything),
    hold: fc.oneof({ weight: 20, arbitrary: fc.constant(null) as fc.Arbitrary<unknown> }, anything),
    extra: fc.constant(1),
  },
  { requiredKeys: ['id', 'name', 'customer'] },
);
const input = fc.record(
  {
    events: fc.oneof(
      { weight: 12, arbitrary: fc.array(event, { maxLength: 4 }) as fc.Arbitrary<unknown> },
      event,
      anything,
    ),
    createCustomers: mostly(fc.boolean()),
    atomic: mostly(fc.boolean()),
    requireCredits: mostly(fc.boolean()),
    extra: anything,
  },
  { requiredKeys: ['events'] },
);

test('whatever is sent, the answer is the same with and without the direct way, and so is what is stored', async () => {
  const seen = { direct: 0, left: 0 };
  await fc.assert(
    fc.asyncProperty(input, async (value) => {
      const sent = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
      // Rarely: most of these would only ever be refused.
      if (JSON.stringify(sent.extra ?? '').length % 3 !== 0) delete sent.extra;
      seen[directInput('recordEvents', sent) === null ? 'left' : 'direct'] += 1;
      await expectSame({ query: ordinary, variables: { input: sent } });
      if (Array.isArray(sent.events) && sent.events.length > 0) {
        const { events, extra: _, ...flags } = sent as { events: object[]; extra?: unknown };
        await expectSame({ query: ordinaryOne, variables: { input: { ...events[0], ...flags } } });
      }
    }),
    { numRuns: 400 },
  );
  expect(Math.min(seen.direct, seen.left)).toBeGreaterThan(20);

  const question = `{ customers { nodes { externalId usage(meter: "sum") { value eventCount }
    events { nodes { eventId name timestamp properties } } } } }`;
  expect(await direct.ask(question)).toEqual(await coerced.ask(question));
});
