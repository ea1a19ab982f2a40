import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;

// Recorded in this order, and stamped in another one; b, c and d happened at one instant.
const stamped = [
  { id: 'd', customer: 'acme', timestamp: '2026-02-02T00:00:00Z' },
  { id: 'a', customer: 'acme', timestamp: '2026-02-01T00:00:00Z' },
  { id: 'b', customer: 'acme', timestamp: '2026-02-02T00:00:00Z' },
  { id: 'e', customer: 'acme', timestamp: '2026-02-03T00:00:00Z', name: 'other' },
  { id: 'c', customer: 'acme', timestamp: '2026-02-02T00:00:00Z' },
  { id: 'z', customer: 'rival', timestamp: '2026-02-02T12:00:00Z' },
];

beforeAll(async () => {
  api = await createTestApi();
  await api.ask(
    'mutation { createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename } }',
  );
  for (const event of stamped) {
    api.clock.advance(1);
    await api.ask('mutation ($input: RecordEventInput!) { recordEvent(input: $input) { __typename } }', {
      input: { name: 'call', createCustomers: true, ...event },
    });
  }
});
afterAll(() => api.close());

type Page = {
  nodes: { eventId: string }[];
  edges: { cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
};
const fields = '{ nodes { eventId } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';
const lists: Record<string, (args: string) => Promise<Page>> = {
  'Query.events': async (args) => (await api.ask<{ events: Page }>(`{ events${args} ${fields} }`)).events,
  'Query.events of a customer': async (args) =>
    (
      await api.ask<{ events: Page }>(
        `{ events${args === '' ? '(' : `${args.slice(0, -1)}, `} customer: "acme") ${fields} }`,
      )
    ).events,
  'Customer.events': async (args) =>
    (await api.ask<{ customer: { events: Page } }>(`{ customer(externalId: "acme") { events${args} ${fields} } }`))
      .customer.events,
};
const shown = ({ nodes }: Page) => nodes.map(({ eventId }) => eventId).join('');

test.each([
  ['Query.events', 'zcebad'],
  ['Query.events of a customer', 'edcba'],
  ['Customer.events', 'edcba'],
])('%s is newest first, by recording for all and by occurrence for one, and is walked both ways', async (name, all) => {
  const list = lists[name] as (args: string) => Promise<Page>;
  expect(shown(await list(''))).toBe(all);
  const forwards: string[] = [];
  for (let args = '(first: 2)'; ; ) {
    const page = await list(args);
    forwards.push(shown(page));
    if (!page.pageInfo.hasNextPage) break;
    args = `(first: 2, after: "${page.pageInfo.endCursor}")`;
  }
  expect(forwards.join('')).toBe(all);
  expect(forwards[0]).toHaveLength(2);
  const backwards: string[] = [];
  for (let args = '(last: 2)'; ; ) {
    const page = await list(args);
    backwards.unshift(shown(page));
    if (!page.pageInfo.hasPreviousPage) break;
    args = `(last: 2, before: "${page.pageInfo.startCursor}")`;
  }
  expect(backwards.join('')).toBe(all);
});

test.each([
  ['(name: "other")', 'e', 'e'],
  ['(name: "Other")', '', ''],
  ['(from: "2026-02-02T00:00:00Z", to: "2026-02-03T00:00:00Z")', 'zcbd', 'dcb'],
  ['(from: "2026-02-02T00:00:00.000001Z")', 'ze', 'e'],
  ['(to: "2026-02-01T00:00:00Z")', '', ''],
  ['(from: "2026-02-02T00:00:00Z", to: "2026-02-02T00:00:00Z")', '', ''],
])('events are filtered by %s', async (args, all, ofAcme) => {
  expect(shown(await (lists['Query.events'] as (args: string) => Promise<Page>)(args))).toBe(all);
  expect(shown(await (lists['Customer.events'] as (args: string) => Promise<Page>)(args))).toBe(ofAcme);
});

test('a page goes on from where the last one ended, whatever was recorded meanwhile', async () => {
  const list = lists['Customer.events'] as (args: string) => Promise<Page>;
  const first = await list('(first: 2)');
  await api.ask('mutation { recordEvent(input: { id: "late", name: "call", customer: "acme" }) { __typename } }');
  expect(shown(await list(`(first: 2, after: "${first.pageInfo.endCursor}")`))).toBe('cb');
});

test('a period that ends before it begins is refused, also for a customer that is not there', async () => {
  for (const customer of ['acme', 'nobody']) {
    const { errors } = await api.execute(
      `{ events(customer: "${customer}", from: "2026-02-02T00:00:00Z", to: "2026-02-01T00:00:00Z") { nodes { id } } }`,
    );
    expect(errors[0]).toMatchObject({ message: '`from` is after `to`.', extensions: { code: 'BAD_USER_INPUT' } });
  }
});

async function voidEvents(customer: string, ids: string[]): Promise<unknown> {
  const { voidEvents } = await api.ask<{ voidEvents: unknown }>(
    `mutation ($input: VoidEventsInput!) { voidEvents(input: $input) { __typename
      ... on VoidEventsPayload { voided alreadyVoided notFound } ... on InvalidInput { issues { path } } } }`,
    { input: { customer, ids } },
  );
  return voidEvents;
}

test('voided events are out of usage at once, stay to be seen, and stay voided', async () => {
  const usage = async () =>
    await api.ask('{ customer(externalId: "acme") { usage(meter: "calls", to: "2026-02-20T00:00:00Z") { value } } }');
  expect(await usage()).toEqual({ customer: { usage: { value: '4' } } });
  // z is another customer's, and A is not a.
  const __typename = 'VoidEventsPayload';
  expect(await voidEvents('acme', ['a', 'z', 'b', 'a', 'A'])).toEqual({
    __typename,
    voided: 2,
    alreadyVoided: 0,
    notFound: ['z', 'A'],
  });
  expect(await usage()).toEqual({ customer: { usage: { value: '2' } } });
  expect(await voidEvents('acme', ['b', 'c'])).toEqual({ __typename, voided: 1, alreadyVoided: 1, notFound: [] });
  expect(await usage()).toEqual({ customer: { usage: { value: '1' } } });
  expect(
    await api.ask(
      '{ a: event(customer: "acme", eventId: "a") { eventId voidedAt } d: event(customer: "acme", eventId: "d") { voidedAt } }',
    ),
  ).toEqual({
    a: { eventId: 'a', voidedAt: '2026-03-01T12:00:06Z' },
    d: { voidedAt: null },
  });
  const again =
    'mutation { recordEvent(input: { id: "a", name: "call", customer: "acme", timestamp: "2026-02-01T00:00:00Z" }) { ... on RecordEventPayload { duplicate } } }';
  expect(await api.ask(again)).toEqual({ recordEvent: { duplicate: true } });
  expect(await usage()).toEqual({ customer: { usage: { value: '1' } } });
});

test('voiding names a customer that is there, and from 1 to 10,000 events', async () => {
  expect(await voidEvents('nobody', ['a'])).toEqual({ __typename: 'NotFound' });
  const invalid = { __typename: 'InvalidInput', issues: [{ path: ['ids'] }] };
  expect(await voidEvents('acme', [])).toEqual(invalid);
  expect(
    await voidEvents(
      'acme',
      Array.from({ length: 10_001 }, (_, i) => `${i}`),
    ),
  ).toEqual(invalid);
});
