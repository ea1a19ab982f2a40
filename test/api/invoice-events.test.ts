import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
let second: string;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  await api.ask(`mutation {
    createCustomer(input: { externalId: "acme" }) { __typename }
    createMeter(input: { key: "big", eventName: "call", aggregation: SUM, valueProperty: "size",
      filter: { where: { property: "size", operator: GREATER_THAN, value: 10 } } }) { __typename }
    createProduct(input: { key: "basic", name: "Basic", currency: "USD", interval: { unit: MONTH }, charges: [
      { flat: { name: "Base", amount: "1" } },
      { usage: { name: "Calls", meter: "big", pricing: { perUnit: { unitAmount: "1" } } } }] }) { __typename }
  }`);
  const subscribe = async () => {
    const { createSubscription } = await api.ask<{ createSubscription: { subscription: { id: string } } }>(
      `mutation { createSubscription(input: { customer: "acme", product: "basic", startAt: "2026-02-15T00:00:00Z" }) {
        ... on CreateSubscriptionPayload { subscription { id } } } }`,
    );
    return createSubscription.subscription.id;
  };
  await subscribe();
  second = await subscribe();
  const events = Array.from({ length: 1_200 }, (_, i) => ({
    id: `e${String(i).padStart(4, '0')}`,
    name: 'call',
    customer: 'acme',
    timestamp: new Date(Date.UTC(2026, 1, 20) + i * 1000).toISOString(),
    properties: { size: i % 3 === 0 ? 11 : 10 },
    ...(i === 600 ? { subscription: second } : {}),
  }));
  await api.ask('mutation ($events: [EventInput!]!) { recordEvents(input: { events: $events }) { __typename } }', {
    events,
  });
  await api.ask('mutation { voidEvents(input: { customer: "acme", ids: ["e0603"] }) { __typename } }');
});
afterAll(() => api.close());

type Line = {
  kind: string;
  quantity: string;
  events: { nodes: { eventId: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
};

async function lines(args: string): Promise<Line[][]> {
  type Answer = { customer: { subscriptions: { nodes: { upcomingInvoice: { lines: Line[] } }[] } } };
  const { customer } =
    await api.ask<Answer>(`{ customer(externalId: "acme") { subscriptions(first: 2) { nodes { upcomingInvoice {
    lines { kind quantity events(${args}) { nodes { eventId } pageInfo { hasNextPage endCursor } } } } } } } }`);
  return customer.subscriptions.nodes.map(({ upcomingInvoice }) => upcomingInvoice.lines);
}

test('a usage line leads to its events, page by page: those its meter counts and its subscription pays for', async () => {
  const seen: string[] = [];
  let after = '';
  for (;;) {
    const [[line] = []] = await lines(`first: 150${after}`);
    const { nodes, pageInfo } = (line as Line).events;
    seen.push(...nodes.map(({ eventId }) => eventId));
    if (!pageInfo.hasNextPage) break;
    after = `, after: "${pageInfo.endCursor}"`;
  }
  const expected = Array.from({ length: 400 }, (_, i) => i * 3).filter((i) => i !== 600 && i !== 603);
  expect(seen).toEqual(expected.reverse().map((i) => `e${String(i).padStart(4, '0')}`));
  const [[line] = []] = await lines('first: 1');
  expect(line?.quantity).toBe(String(expected.length * 11));
});

test('backwards too', async () => {
  const [[line] = []] = await lines('last: 2');
  expect(line?.events.nodes.map(({ eventId }) => eventId)).toEqual(['e0003', 'e0000']);
});

test('the event that named the other subscription is on the line of that one', async () => {
  const [, [line] = []] = await lines('first: 5');
  expect(line).toMatchObject({ quantity: '11', events: { nodes: [{ eventId: 'e0600' }] } });
  const { event } = await api.ask<{ event: unknown }>(
    '{ event(customer: "acme", eventId: "e0600") { subscription { id } } }',
  );
  expect(event).toEqual({ subscription: { id: second } });
});

test('a line that is not about usage has no events', async () => {
  const [[, flat] = []] = await lines('first: 5');
  expect(flat).toMatchObject({ kind: 'FLAT', events: { nodes: [], pageInfo: { hasNextPage: false } } });
});
