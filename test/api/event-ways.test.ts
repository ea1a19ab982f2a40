import { afterAll, beforeAll, expect, test } from 'vitest';
import { type As, createTestApi, type TestApi } from '../kit/api.ts';
import { type Credits, creditsOn } from '../kit/credits.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';
import { watchStatements } from '../kit/statements.ts';

type Nodes<T> = { nodes: T[] };
type Entry = { id: string; events: Nodes<{ id: string }> };
type Line = { kind: string; meter: { key: string } | null; events: Nodes<{ id: string }> };
type Invoice = { id: string; status: string; lines: Line[] };
type EventOfLines = {
  id: string;
  eventId: string;
  invoiceLines: { invoice: { id: string; status: string }; line: { kind: string; meter: { key: string } } }[];
};
type EventOfEntries = { id: string; eventId: string; creditEntries: { id: string }[] };

let api: TestApi;
let credits: Credits;
let metering: Metering;
let subscription: string;

const product = (key: string, charges: string) => `mutation { createProduct(input: { key: "${key}", name: "${key}",
  currency: "USD", interval: { unit: MONTH }, charges: [{ flat: { name: "Base", amount: "1" } }, ${charges}],
  creditGrants: [{ creditType: "ai", amount: "20", priority: 10 }] }) { __typename } }`;
const drawing = (meter: string, units: string) =>
  `{ usage: { name: "${meter}", meter: "${meter}", credits: { creditType: "ai", unitsPerCredit: "${units}" } } }`;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  credits = await creditsOn(api);
  metering = meteringOn(api);
  await metering.meter({ key: 'tokens', eventName: 'llm', aggregation: 'SUM', valueProperty: 'n' });
  await metering.meter({ key: 'calls', eventName: 'llm', aggregation: 'COUNT' });
  const large = { where: { property: 'n', operator: 'GREATER_THAN', value: 5_000 } };
  await metering.meter({ key: 'large', eventName: 'llm', aggregation: 'MAX', valueProperty: 'n', filter: large });
  const priced = '{ usage: { name: "fee", meter: "tokens", pricing: { perUnit: { unitAmount: "0.01" } } } }';
  await api.ask(product('ai', `${drawing('tokens', '1000')}, ${drawing('large', '500')}, ${priced}`));
  await api.ask(product('extra', drawing('calls', '1')));
  for (const customer of ['acme', 'other']) {
    const { s } = await api.ask<{ s: { subscription: { id: string } } }>(`mutation {
      createCustomer(input: { externalId: "${customer}" }) { __typename }
      createSubscription(input: { customer: "${customer}", product: "ai" }) { __typename }
      s: createSubscription(input: { customer: "${customer}", product: "extra" }) {
        ... on CreateSubscriptionPayload { subscription { id } } } }`);
    if (customer === 'acme') subscription = s.subscription.id;
    await credits.grant('100', { customer });
  }
  const llm = (id: string, n: unknown, more = {}) => ({
    id,
    name: 'llm',
    customer: 'acme',
    properties: { n },
    ...more,
  });
  const hold = await credits.hold('3');
  await metering.record([llm('a', 3_000), llm('b', 19_500), llm('c', 'none'), llm('o', 9_000, { customer: 'other' })]);
  await metering.record([llm('d', 6_000), { id: 'e', name: 'else', customer: 'acme' }, llm('f', 10)]);
  await metering.record([llm('g', 9_000, { subscription }), llm('h', 2_000, { hold }), llm('i', 1)]);
  await metering.record([llm('early', 1_000, { timestamp: '2026-01-01T00:00:00Z' })]);
  await metering.voidEvents(['b', 'g'], 'acme');
});
afterAll(() => api.close());

const advance = (to: string) =>
  api.ask('mutation ($to: DateTime!) { advanceClock(input: { to: $to }) { __typename } }', { to });

async function tokenOf(customer: string): Promise<As> {
  const { createCustomerToken } = await api.ask<{ createCustomerToken: { token: string } }>(
    `mutation { createCustomerToken(input: { customer: "${customer}" }) { ... on CreateCustomerTokenPayload { token } } }`,
  );
  return createCustomerToken;
}

async function ofAcme<T>(fields: string, as?: As): Promise<T> {
  return (await api.ask<{ customer: T }>(`{ customer(externalId: "acme") { ${fields} } }`, {}, as)).customer;
}

test('an event leads to the entries that lead to it, and to no others', async () => {
  const { creditLedger, events } = await ofAcme<{ creditLedger: Nodes<Entry>; events: Nodes<EventOfEntries> }>(
    `creditLedger(creditType: "ai", first: 200) { nodes { id events(first: 20) { nodes { id } } } }
     events { nodes { id eventId creditEntries { id } } }`,
  );
  const there = creditLedger.nodes.flatMap((entry) => entry.events.nodes.map(({ id }) => `${id} ${entry.id}`));
  const back = events.nodes.flatMap((event) => event.creditEntries.map(({ id }) => `${event.id} ${id}`));
  expect(there.length).toBeGreaterThan(10);
  expect([...back].sort()).toEqual([...there].sort());
  const without = events.nodes.filter(({ creditEntries }) => creditEntries.length === 0);
  expect(without.map(({ eventId }) => eventId).sort()).toEqual(['e', 'early']);
});

test('the entries of an event that was recorded by itself add up to what it drew', async () => {
  for (const [n, expected] of [
    [2_500, -3.5],
    [7_000, -8],
    // The customer’s greatest was 9,000: the charge by the peak draws the difference.
    [12_000, -19],
  ] as const) {
    const id = `alone-${n}`;
    await metering.record([{ id, name: 'llm', customer: 'other', properties: { n } }]);
    const { event } = await api.ask<{ event: { creditEntries: { amount: string }[] } }>(
      `{ event(customer: "other", eventId: "${id}") { creditEntries { amount } } }`,
    );
    expect(event.creditEntries.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(expected);
  }
});

test('what an event drew comes before what came back of it', async () => {
  const { event } = await api.ask<{
    event: { creditEntries: { kind: string; cause: string; meter: { key: string } }[] };
  }>('{ event(customer: "acme", eventId: "g") { creditEntries { kind cause meter { key } } } }');
  const told = event.creditEntries.map(({ kind, cause, meter }) => `${kind} ${cause} ${meter.key}`);
  // Two draws: what it took with its neighbours came out of two grants.
  expect(told).toEqual(['DRAW EVENTS calls', 'DRAW EVENTS calls', 'RETURN VOIDED_EVENTS calls']);
});

test('an event leads to the lines of invoices that lead to it, final, void, draft and upcoming, and to no others', async () => {
  await advance('2026-04-01T13:30:00Z');
  const late = [
    { id: 'late', name: 'llm', customer: 'acme', timestamp: '2026-03-05T00:00:00Z', properties: { n: 7_000 } },
  ];
  await metering.record(late);
  const { invoices: firsts } = await ofAcme<{ invoices: Nodes<Invoice> }>(
    'invoices { nodes { id status lines { meter { key } } } }',
  );
  const ofCalls = firsts.nodes.find(({ lines }) => lines.some(({ meter }) => meter?.key === 'calls'));
  await api.ask(`mutation { voidInvoice(input: { id: "${ofCalls?.id}", reason: "test" }) { __typename } }`);
  await metering.record([{ name: 'llm', customer: 'acme', properties: { n: 12_000 } }]);
  await advance('2026-06-01T12:30:00Z');
  const properties = { n: 8_000 };
  await metering.record([
    { name: 'llm', customer: 'acme', properties },
    { name: 'llm', customer: 'acme', properties, timestamp: '2026-05-10T00:00:00Z' },
  ]);

  const line = 'kind meter { key } events(first: 20) { nodes { id } }';
  const invoice = `id status lines { ${line} }`;
  const all = await ofAcme<{
    invoices: Nodes<Invoice>;
    subscriptions: Nodes<{ upcomingInvoice: Invoice }>;
    events: Nodes<EventOfLines>;
  }>(`invoices(first: 20) { nodes { ${invoice} } } subscriptions(first: 2) { nodes { upcomingInvoice { ${invoice} } } }
    events(first: 20) { nodes { id eventId invoiceLines { invoice { id status } line { kind meter { key } } } } }`);
  const invoices = [...all.invoices.nodes, ...all.subscriptions.nodes.map(({ upcomingInvoice }) => upcomingInvoice)];
  const there = invoices.flatMap(({ id, lines }) =>
    lines.flatMap(({ kind, meter, events }) => events.nodes.map((event) => `${event.id} ${id} ${kind} ${meter?.key}`)),
  );
  const back = all.events.nodes.flatMap(({ id, invoiceLines }) =>
    invoiceLines.map(({ invoice, line }) => `${id} ${invoice.id} ${line.kind} ${line.meter.key}`),
  );
  expect([...back].sort()).toEqual([...there].sort());
  const kinds = all.events.nodes.flatMap(({ invoiceLines }) =>
    invoiceLines.map(({ invoice, line }) => `${invoice.status} ${line.kind}`),
  );
  expect([...new Set(kinds)].sort()).toEqual(
    ['DRAFT USAGE', 'FINAL ADJUSTMENT', 'FINAL USAGE', 'UPCOMING USAGE', 'VOID USAGE'].sort(),
  );
  const without = all.events.nodes.filter(({ invoiceLines }) => invoiceLines.length === 0);
  expect(without.map(({ eventId }) => eventId).sort()).toEqual(['b', 'e', 'early', 'g']);
});

test('a customer token follows its own events, and a key that only records none', async () => {
  const document = `{ event(customer: "acme", eventId: "d") { creditEntries { amount events { nodes { eventId } } }
    invoiceLines { invoice { number total { amount } } line { name amount { amount } } } } }`;
  type Ways = { event: { creditEntries: object[]; invoiceLines: object[] } };
  const own = await api.ask<Ways>(document, {}, await tokenOf('acme'));
  expect(own.event.creditEntries.length * own.event.invoiceLines.length).toBeGreaterThan(0);
  expect(own).toEqual(await api.ask(document));
  expect(await api.ask(document, {}, await tokenOf('other'))).toEqual({ event: null });
  for (const field of ['creditEntries { id }', 'invoiceLines { line { name } }']) {
    const recording = `mutation { recordEvent(input: { id: "z", name: "llm", customer: "acme" }) {
      ... on RecordEventPayload { event { ${field} } } } }`;
    const { errors } = await api.execute(recording, {}, { key: await api.keyWith('INGEST') });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
  }
});

test('a page of events takes a fixed number of statements more for both, however many they are', async () => {
  const statements = watchStatements(api.database.pool);
  await metering.record(Array.from({ length: 40 }, () => ({ name: 'llm', customer: 'acme', properties: { n: 100 } })));
  const seen = async (first: number, fields: string) => {
    statements.forget();
    await api.ask(`{ events(first: ${first}) { nodes { ${fields} } } }`);
    return statements.seen().filter((name) => name !== 'find_live_key');
  };
  const plain = (await seen(50, 'id')).length;
  for (const [field, more] of [
    ['creditEntries { kind amount }', 3],
    ['invoiceLines { invoice { number total { amount } } line { amount { amount } } }', 31],
  ] as const) {
    const few = await seen(5, field);
    const many = await seen(50, field);
    expect(many.length, many.join('\n')).toBeLessThanOrEqual(plain + more);
    expect(few.length, few.join('\n')).toBeLessThanOrEqual(many.length);
  }
});
