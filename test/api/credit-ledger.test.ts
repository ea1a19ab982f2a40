import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { expectSoundCredits } from '../kit/credit-invariants.ts';
import { type Credits, creditsOn } from '../kit/credits.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let credits: Credits;
let metering: Metering;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  credits = await creditsOn(api);
  metering = meteringOn(api);
  await metering.meter({ key: 'tokens', eventName: 'llm', aggregation: 'SUM', valueProperty: 'n' });
  await api.ask(`mutation { createProduct(input: { key: "ai", name: "AI", currency: "USD", interval: { unit: MONTH }, charges: [
    { usage: { name: "Tokens", meter: "tokens", credits: { creditType: "ai", unitsPerCredit: "1000" } } }],
    creditGrants: [{ creditType: "ai", amount: "50", priority: 10, lowBalance: [{ percent: "50" }, { amount: "5" }] }] }) { __typename } }`);
});
afterAll(async () => {
  await expectSoundCredits(api.database.pool, api.workspaceId);
  await api.close();
});

async function subscribe(customer: string): Promise<void> {
  await api.ask(`mutation { createCustomer(input: { externalId: "${customer}" }) { __typename }
    createSubscription(input: { customer: "${customer}", product: "ai" }) { __typename } }`);
}

async function of<T>(customer: string, fields: string, key = api.adminKey): Promise<T> {
  const document = `{ customer(externalId: "${customer}") { ${fields} } }`;
  return (await api.ask<{ customer: T }>(document, {}, { key })).customer;
}

const llm = (id: string, n: number, customer: string, more = {}) => ({
  ...{ id, name: 'llm', customer, properties: { n } },
  ...more,
});

type Entries = { creditLedger: { nodes: Record<string, unknown>[] } };

test('an entry says what moved, why, and which events it is made of', async () => {
  await subscribe('acme');
  await credits.grant('100', { note: 'paid' });
  await metering.record([
    llm('a', 30_000, 'acme'),
    llm('b', 30_500, 'acme'),
    { id: 'x', name: 'call', customer: 'acme' },
  ]);
  await metering.voidEvents(['b'], 'acme');
  const { creditLedger } = await of<Entries>(
    'acme',
    `creditLedger(creditType: "ai") { nodes { id kind amount debt balanceBefore balanceAfter version cause note eventCount
      grant { amount source } subscription { id } periodIndex charge meter { key } hold { id } actor { name } countedAt recordedAt
      events { nodes { eventId } } } }`,
  );
  const nodes = creditLedger.nodes as { id: string; events: { nodes: { eventId: string }[] } }[];
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
  expect(nodes.every(({ id }) => /^cle_[\w-]{54}$/.test(id))).toBe(true);
  const shown = nodes.map(({ events, ...node }) => ({ ...node, events: events.nodes.map(({ eventId }) => eventId) }));
  const [plan, paid] = [
    { amount: '50', source: 'SUBSCRIPTION' },
    { amount: '100', source: 'PURCHASE' },
  ];
  const usage = {
    periodIndex: 0,
    charge: 0,
    meter: { key: 'tokens' },
    subscription: { id: expect.stringMatching(/^sub_/) },
  };
  const draw = { kind: 'DRAW', cause: 'EVENTS', ...usage, events: ['b', 'a'], actor: null };
  expect(shown).toMatchObject([
    {
      kind: 'GRANT',
      amount: '50',
      cause: 'PERIOD',
      grant: plan,
      version: '1',
      events: [],
      meter: null,
      periodIndex: 0,
    },
    { kind: 'GRANT', amount: '100', cause: 'REQUEST', grant: paid, note: 'paid', actor: { name: expect.anything() } },
    { ...draw, amount: '-50', grant: plan, balanceBefore: '150', balanceAfter: '100' },
    { ...draw, amount: '-10.5', grant: paid, balanceAfter: '89.5' },
    { kind: 'RETURN', cause: 'VOIDED_EVENTS', ...usage, amount: '10.5', grant: paid, events: ['b'] },
    { kind: 'RETURN', cause: 'VOIDED_EVENTS', ...usage, amount: '20', grant: plan, balanceAfter: '120', events: ['b'] },
  ]);
});

test('events that are voided lead to their entry, though the clock goes on meanwhile', async () => {
  await subscribe('ticking');
  const still = api.clock.now;
  let ticks = 0n;
  Object.assign(api.clock, {
    now: () => {
      ticks += 1n;
      return still() + ticks;
    },
  });
  await metering.record([llm('a', 3_000, 'ticking')]);
  await metering.voidEvents(['a'], 'ticking');
  Object.assign(api.clock, { now: still });
  const fields = 'creditLedger(creditType: "ai", last: 2) { nodes { kind events { nodes { eventId voidedAt } } } }';
  const { creditLedger } = await of<Entries>('ticking', fields);
  const events = { nodes: [{ eventId: 'a', voidedAt: expect.any(String) }] };
  expect(creditLedger.nodes).toEqual([
    { kind: 'DRAW', events },
    { kind: 'RETURN', events },
  ]);
});

test('an event that names a hold is paid out of it, and the entry names the hold', async () => {
  await subscribe('holder');
  const account = { customer: 'holder', creditType: 'ai' };
  const hold = await credits.hold('20', account);
  await metering.record([llm('a', 12_000, 'holder', { hold })]);
  const { creditLedger } = await of<Entries>(
    'holder',
    'creditLedger(creditType: "ai", kind: [DRAW]) { nodes { amount hold { id status captured } } }',
  );
  expect(creditLedger.nodes).toEqual([{ amount: '-12', hold: { id: hold, status: 'CAPTURED', captured: '12' } }]);
  expect(await credits.balance('holder')).toBe('38 = 38 available');
});

test('an event that credits do not cover is rejected where they are required, held ones too', async () => {
  await subscribe('short');
  const hold = await credits.hold('45', { customer: 'short', creditType: 'ai' });
  const required = { requireCredits: true };
  const code = async (event: object) => (await metering.record([event], required)).rejected.map((one) => one.code);
  expect(await code(llm('a', 6_000, 'short'))).toEqual(['INSUFFICIENT_CREDITS']);
  expect(await code(llm('b', 5_000, 'short'))).toEqual([]);
  expect(await code(llm('c', 45_000, 'short', { hold }))).toEqual([]);
  expect(await credits.balance('short')).toBe('0 = 0 available');
  expect(await code(llm('d', 1_000, 'short', { hold: 'hld_00000000000000000000000000' }))).toEqual(['HOLD_NOT_FOUND']);
  const { recordEvent } = await api.ask<{ recordEvent: { code: string } }>(
    'mutation ($input: RecordEventInput!) { recordEvent(input: $input) { ... on EventRejected { code } } }',
    { input: { ...llm('e', 1_000, 'short'), ...required } },
  );
  expect(recordEvent.code).toBe('INSUFFICIENT_CREDITS');
  expect(await metering.value('tokens', { customer: 'short' })).toBe('50000');
});

test('a ledger is read by kind, by time and page by page, from both ends', async () => {
  await api.ask('mutation { createCustomer(input: { externalId: "pages" }) { __typename } }');
  const account = { customer: 'pages', creditType: 'ai' };
  for (const amount of ['1', '2', '3', '4', '5']) {
    await credits.grant(amount, account);
    api.clock.advance(1);
  }
  await credits.do('adjustCredits', { ...account, amount: '-2' });
  type Page = { creditLedger: { nodes: { amount: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
  const page = async (args: string) => {
    const fields = `creditLedger(creditType: "ai", ${args}) { nodes { amount countedAt } pageInfo { endCursor hasNextPage } }`;
    const { creditLedger } = await of<Page>('pages', fields);
    return { ...creditLedger.pageInfo, amounts: creditLedger.nodes.map(({ amount }) => amount) };
  };
  const first = await page('first: 2');
  expect([first.amounts, first.hasNextPage]).toEqual([['1', '2'], true]);
  expect((await page(`first: 2, after: "${first.endCursor}"`)).amounts).toEqual(['3', '4']);
  expect((await page('last: 3')).amounts).toEqual(['5', '-1', '-1']);
  expect((await page('kind: [ADJUSTMENT]')).amounts).toEqual(['-1', '-1']);
  expect((await page('kind: []')).amounts).toEqual([]);
  const [from, to] = ['2026-03-01T12:00:01Z', '2026-03-01T12:00:03Z'];
  expect((await page(`from: "${from}", to: "${to}"`)).amounts).toEqual(['2', '3']);
  const { errors } = await api.execute(
    `{ customer(externalId: "pages") { creditLedger(creditType: "ai", from: "${to}", to: "${from}") { nodes { id } } } }`,
  );
  expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  expect(await of('pages', 'creditLedger(creditType: "nope") { nodes { id } }')).toEqual({
    creditLedger: { nodes: [] },
  });
});

test('a statement adds up over any period, also where an expiry has not been written yet', async () => {
  await api.ask('mutation { createCustomer(input: { externalId: "adds" }) { __typename } }');
  const account = { customer: 'adds', creditType: 'ai' };
  api.clock.set('2026-03-02T00:00:00Z');
  await credits.grant('10.01', { ...account, expiresAt: '2026-03-02T00:01:00Z' });
  api.clock.advance(30);
  await credits.do('adjustCredits', { ...account, amount: '-0.02' });
  await credits.grant('5', account);
  api.clock.advance(60);
  const statement = async (args: string) =>
    (
      await of<{ creditStatement: object }>(
        'adds',
        `creditStatement(creditType: "ai"${args}) { opening rows { kind amount entryCount } closing }`,
      )
    ).creditStatement;
  const expiry = { kind: 'EXPIRY', amount: '-9.99', entryCount: '1' };
  expect(await statement('')).toEqual({
    opening: '0',
    rows: [
      { kind: 'ADJUSTMENT', amount: '-0.02', entryCount: '1' },
      expiry,
      { kind: 'GRANT', amount: '15.01', entryCount: '2' },
    ],
    closing: '5',
  });
  expect(await statement(', from: "2026-03-02T00:00:30Z", to: "2026-03-02T00:01:00Z"')).toEqual({
    opening: '10.01',
    rows: [
      { kind: 'ADJUSTMENT', amount: '-0.02', entryCount: '1' },
      { kind: 'GRANT', amount: '5', entryCount: '1' },
    ],
    closing: '14.99',
  });
  expect(await statement(', from: "2026-03-02T00:01:00Z", to: "2026-03-02T00:01:00.000001Z"')).toEqual({
    opening: '14.99',
    rows: [expiry],
    closing: '5',
  });
  expect(await of('adds', 'creditStatement(creditType: "nope") { opening }')).toEqual({ creditStatement: null });
});

test('alerts are there in the order they were raised, each once', async () => {
  await subscribe('low');
  await metering.record([llm('a', 30_000, 'low')]);
  await metering.record([llm('b', 16_000, 'low')]);
  await metering.record([llm('c', 1_000, 'low')]);
  const fields =
    'creditAlerts { nodes { id creditType { key } subscription { product { key } } kind value below available } }';
  const raised = {
    id: expect.stringMatching(/^cal_/),
    creditType: { key: 'ai' },
    subscription: { product: { key: 'ai' } },
  };
  expect(await of('low', fields)).toEqual({
    creditAlerts: {
      nodes: [
        { ...raised, kind: 'PERCENT', value: '50', below: '25', available: '20' },
        { ...raised, kind: 'AMOUNT', value: '5', below: '5', available: '4' },
      ],
    },
  });
});

test('a customer token reads its own credits and nobody else’s', async () => {
  const { createCustomerToken } = await api.ask<{ createCustomerToken: { token: string } }>(
    'mutation { createCustomerToken(input: { customer: "holder" }) { ... on CreateCustomerTokenPayload { token } } }',
  );
  const token = { token: createCustomerToken.token };
  const fields = `creditBalance(creditType: "ai") { balance creditType { key } grants { remaining subscription { id } } }
    creditBalances { available } creditLedger(creditType: "ai") { nodes { kind actor { id } events { nodes { eventId } } } }
    creditStatement(creditType: "ai") { closing } creditHolds { nodes { id } } creditAlerts { nodes { id } }`;
  const own = await api.execute<{ customer: { creditBalance: object; creditHolds: { nodes: { id: string }[] } } }>(
    `{ customer(externalId: "holder") { ${fields} } }`,
    {},
    token,
  );
  expect(own.errors).toEqual([]);
  expect(own.data?.customer.creditBalance).toMatchObject({ balance: '38' });
  const ids = [own.data?.customer.creditHolds.nodes[0]?.id, await credits.grant('1'), await credits.hold('1')];
  expect(await api.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }, token)).toEqual({
    nodes: [{ id: ids[0] }, null, null],
  });
  expect(await api.ask(`{ customer(externalId: "acme") { ${fields} } }`, {}, token)).toEqual({ customer: null });
  const { errors } = await api.execute(
    `mutation { releaseHold(input: { hold: "${ids[0]}" }) { __typename } }`,
    {},
    token,
  );
  expect(errors[0]?.extensions?.code).toBe('FORBIDDEN');
});
