import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { expectSoundCredits } from '../kit/credit-invariants.ts';
import { type Credits, creditsOn } from '../kit/credits.ts';

let api: TestApi;
let credits: Credits;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  credits = await creditsOn(api);
});
afterAll(async () => {
  await expectSoundCredits(api.database.pool, api.workspaceId);
  await api.close();
});

async function of<T>(customer: string, fields: string): Promise<T> {
  return (await api.ask<{ customer: T }>(`{ customer(externalId: "${customer}") { ${fields} } }`)).customer;
}

const advance = (to: string) =>
  api.ask('mutation ($to: DateTime!) { advanceClock(input: { to: $to }) { __typename } }', { to });

describe('a balance', () => {
  const all = `creditType { key } balance held available debt grants { amount remaining priority source note status expiresAt }
    expiringNext { amount at } updatedAt version`;
  const nothing = { balance: '0', held: '0', available: '0', debt: '0', grants: [], expiringNext: null };

  test('of credits that never moved is nothing of everything, and of no credit type there is none', async () => {
    const { customer } = await credits.someone();
    expect(
      await of(
        customer,
        `own: creditBalance(creditType: "ai") { ${all} } none: creditBalance(creditType: "nope") { balance }
        odd: creditBalance(creditType: "\\u0000") { balance } creditBalances { balance }`,
      ),
    ).toEqual({
      own: { creditType: { key: 'ai' }, ...nothing, updatedAt: null, version: '0' },
      none: null,
      odd: null,
      creditBalances: [],
    });
  });

  test('has what was granted, in the order it will be used, and what expires next', async () => {
    const account = await credits.someone();
    const soon = '2027-01-01T00:00:00Z';
    await credits.grant('100', { ...account, note: 'paid' });
    await credits.grant('10.5', { ...account, expiresAt: soon, source: 'PROMOTION' });
    await credits.grant('4.5', { ...account, expiresAt: soon, source: 'PROMOTION' });
    await credits.grant('7', { ...account, priority: 200, expiresAt: '2026-12-01T00:00:00Z' });
    await credits.grant('1000', { ...account, effectiveAt: '2030-01-01T00:00:00Z' });
    const grant = (amount: string, more: object) => ({
      ...{
        amount,
        remaining: amount,
        priority: 100,
        source: 'PURCHASE',
        note: null,
        status: 'ACTIVE',
        expiresAt: null,
      },
      ...more,
    });
    const balance = {
      creditType: { key: 'ai' },
      ...{ balance: '122', held: '0', available: '122', debt: '0' },
      grants: [
        grant('10.5', { source: 'PROMOTION', expiresAt: soon }),
        grant('4.5', { source: 'PROMOTION', expiresAt: soon }),
        grant('100', { note: 'paid' }),
        grant('7', { priority: 200, expiresAt: '2026-12-01T00:00:00Z' }),
      ],
      expiringNext: { amount: '7', at: '2026-12-01T00:00:00Z' },
      updatedAt: '2026-03-01T12:00:00Z',
      version: '4',
    };
    expect(await of(account.customer, `creditBalance(creditType: "ai") { ${all} } creditBalances { ${all} }`)).toEqual({
      creditBalance: balance,
      creditBalances: [balance],
    });
    await credits.do('voidGrant', { grant: await credits.grant('1', account) });
    await credits.do('adjustCredits', { ...account, amount: '-12' });
    expect(
      await of(account.customer, 'creditBalance(creditType: "ai") { grants { remaining } expiringNext { amount } }'),
    ).toEqual({
      creditBalance: {
        grants: [{ remaining: '3' }, { remaining: '100' }, { remaining: '7' }],
        expiringNext: { amount: '7' },
      },
    });
  });

  test('read a microsecond after a grant has expired is without it, and the grant says so', async () => {
    const account = await credits.someone();
    const id = await credits.grant('5', { ...account, expiresAt: '2026-03-01T12:00:10Z' });
    const own = 'creditBalance(creditType: "ai") { balance }';
    const node = () => api.ask(`{ node(id: "${id}") { ... on CreditGrant { status remaining } } }`);
    api.clock.set('2026-03-01T12:00:09.999999Z');
    expect(await of(account.customer, own)).toEqual({ creditBalance: { balance: '5' } });
    api.clock.set('2026-03-01T12:00:10Z');
    expect(await node()).toEqual({ node: { status: 'EXPIRED', remaining: '0' } });
    expect(await of(account.customer, own)).toEqual({ creditBalance: { balance: '0' } });
    expect(await credits.ledger(account.customer)).toEqual(['GRANT 5 -> 5', 'EXPIRY -5 -> 0']);
  });
});

describe('a grant', () => {
  test('is pending until it begins, active until it is used, and a node', async () => {
    const account = await credits.someone();
    const later = await credits.do('grantCredits', { ...account, amount: '5', effectiveAt: '2029-01-01T00:00:00Z' });
    expect(later).toMatchObject({ grant: { status: 'PENDING', remaining: '0' }, balance: { balance: '0' } });
    const now = await credits.do('grantCredits', { ...account, amount: '5' });
    expect(now).toMatchObject({ grant: { status: 'ACTIVE', remaining: '5' }, balance: { balance: '5' } });
    await credits.do('adjustCredits', { ...account, amount: '-5' });
    const ids = [later.grant?.id, now.grant?.id];
    expect(
      await api.ask(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on CreditGrant { status amount customer { externalId } } } }',
        { ids },
      ),
    ).toEqual({
      nodes: ['PENDING', 'USED'].map((status, i) => ({
        ...{ __typename: 'CreditGrant', id: ids[i], status, amount: '5', customer: { externalId: account.customer } },
      })),
    });
  });

  test('can be taken back once, as far as it is left', async () => {
    const account = await credits.someone();
    const grant = await credits.grant('5', account);
    await credits.do('adjustCredits', { ...account, amount: '-2' });
    expect(await credits.do('voidGrant', { grant, note: 'refunded' })).toMatchObject({
      grant: { status: 'VOIDED', remaining: '0' },
      balance: { balance: '0' },
    });
    expect((await credits.do('voidGrant', { grant })).__typename).toBe('GrantEnded');
    expect(await credits.ledger(account.customer)).toEqual(['GRANT 5 -> 5', 'ADJUSTMENT -2 -> 3', 'VOID -3 -> 0']);
  });

  test.each<[string, object, string]>([
    ['nothing', { amount: '0' }, 'amount'],
    ['less than nothing', { amount: '-1' }, 'amount'],
    ['finer than the credit type', { amount: '1.001' }, 'amount'],
    ['without a priority that is one', { priority: -1 }, 'priority'],
    ['over already', { expiresAt: '2026-01-01T00:00:00Z' }, 'expiresAt'],
    ['with a note that cannot be stored', { note: 'a\u0000' }, 'note'],
    ['with a key that is none', { idempotencyKey: '' }, 'idempotencyKey'],
  ])('cannot be %s', async (_, more, path) => {
    const account = await credits.someone();
    const { issues } = await credits.do('grantCredits', { ...account, amount: '1', ...more });
    expect(issues?.map((issue) => issue.path.join('.'))).toEqual([path]);
    expect(await credits.ledger(account.customer)).toEqual([]);
  });

  test('is for a customer and of a credit type that are there', async () => {
    const account = await credits.someone();
    for (const wrong of [{ customer: 'nobody' }, { creditType: 'nope' }, { customer: '\u0000' }, { creditType: '' }]) {
      const { __typename } = await credits.do('grantCredits', { ...account, amount: '1', ...wrong });
      expect(__typename).toBe('NotFound');
    }
  });
});

describe('a correction', () => {
  test('gives or takes away, and never more than is available', async () => {
    const account = await credits.someone();
    expect(await credits.do('adjustCredits', { ...account, amount: '10' })).toMatchObject({
      balance: { balance: '10' },
    });
    await credits.hold('4', account);
    const { __typename, required, available, held, balance } = await credits.do('adjustCredits', {
      ...account,
      amount: '-7',
    });
    expect([__typename, required, available, held, balance?.balance]).toEqual([
      'InsufficientCredits',
      '7',
      '6',
      '4',
      '10',
    ]);
    expect(await credits.do('adjustCredits', { ...account, amount: '-6' })).toMatchObject({
      balance: { balance: '4', available: '0', held: '4' },
    });
    expect((await credits.do('adjustCredits', { ...account, amount: '0' })).__typename).toBe('InvalidInput');
  });
});

describe('a hold', () => {
  test('reserves credits until it is captured, and frees the rest', async () => {
    const account = await credits.someone();
    await credits.grant('100', account);
    const placed = await credits.do('placeHold', { ...account, amount: '30' });
    expect(placed).toMatchObject({
      hold: { status: 'OPEN', captured: null },
      balance: { balance: '100', available: '70', held: '30' },
    });
    const hold = placed.hold?.id;
    const more = await credits.do('captureHold', { hold, amount: '30.01' });
    expect(more.issues?.map(({ path }) => path)).toEqual([['amount']]);
    expect(await credits.do('captureHold', { hold, amount: '12.5' })).toMatchObject({
      hold: { status: 'CAPTURED', captured: '12.5' },
      balance: { balance: '87.5', available: '87.5', held: '0' },
    });
    expect(await credits.do('captureHold', { hold })).toMatchObject({
      __typename: 'CreditHoldClosed',
      status: 'CAPTURED',
    });
    expect(await credits.do('releaseHold', { hold })).toMatchObject({
      __typename: 'CreditHoldClosed',
      status: 'CAPTURED',
    });
  });

  test('is captured in full unless an amount is given, or released', async () => {
    const account = await credits.someone();
    await credits.grant('10', account);
    const [one, two] = [await credits.hold('6', account), await credits.hold('4', account)];
    expect(await credits.balance(account.customer)).toBe('10 = 0 available, 10 held');
    expect(await credits.do('captureHold', { hold: one })).toMatchObject({ hold: { captured: '6' } });
    expect(await credits.do('releaseHold', { hold: two })).toMatchObject({
      hold: { status: 'RELEASED', captured: null },
      balance: { balance: '4', available: '4' },
    });
  });

  test('ends by itself', async () => {
    const account = await credits.someone();
    await credits.grant('10', account);
    const hold = await credits.hold('6', { ...account, expiresIn: 60 });
    await credits.hold('1', account);
    const list =
      'creditHolds { nodes { amount status } } open: creditHolds(open: true) { nodes { amount } } closed: creditHolds(open: false) { nodes { amount } }';
    const open = { amount: '1', status: 'OPEN' };
    expect(await of(account.customer, list)).toMatchObject({
      creditHolds: { nodes: [{ amount: '6', status: 'OPEN' }, open] },
    });
    api.clock.advance(60);
    expect(await of(account.customer, list)).toEqual({
      creditHolds: { nodes: [{ amount: '6', status: 'EXPIRED' }, open] },
      open: { nodes: [{ amount: '1' }] },
      closed: { nodes: [{ amount: '6' }] },
    });
    expect(await credits.do('captureHold', { hold })).toMatchObject({
      __typename: 'CreditHoldClosed',
      status: 'EXPIRED',
    });
    expect(await credits.balance(account.customer)).toBe('10 = 9 available, 1 held');
  });

  test('lasts no less than a second and no more than thirty days', async () => {
    const account = await credits.someone();
    await credits.grant('10', account);
    for (const expiresIn of [0, -1, 2_592_001]) {
      const { issues } = await credits.do('placeHold', { ...account, amount: '1', expiresIn });
      expect(issues?.map(({ path }) => path)).toEqual([['expiresIn']]);
    }
    expect((await credits.do('placeHold', { ...account, amount: '1', expiresIn: 2_592_000 })).hold?.status).toBe(
      'OPEN',
    );
  });

  test('that is refused tells out of credits from held by others', async () => {
    const account = await credits.someone();
    await credits.grant('10', account);
    await credits.hold('8', account);
    const held = await credits.do('placeHold', { ...account, amount: '5' });
    expect([held.__typename, held.required, held.available, held.held, held.balance?.balance]).toEqual([
      ...['InsufficientCredits', '5', '2', '8', '10'],
    ]);
    expect(held.message).toContain('held');
    const out = await credits.do('placeHold', { ...account, amount: '11' });
    expect([out.required, out.available, out.held, out.balance?.balance]).toEqual(['11', '2', '8', '10']);
    expect(out.message).toContain('out of credits');
  });

  test('of two that want the last credit at once is got by one', async () => {
    const account = await credits.someone();
    await credits.grant('10', account);
    const results = await Promise.all(
      Array.from({ length: 24 }, () => credits.do('placeHold', { ...account, amount: '1' })),
    );
    const kinds = results.map(({ __typename }) => __typename);
    expect(kinds.filter((kind) => kind === 'PlaceHoldPayload')).toHaveLength(10);
    expect(kinds.filter((kind) => kind === 'InsufficientCredits')).toHaveLength(14);
    expect(await credits.balance(account.customer)).toBe('10 = 0 available, 10 held');
  });
});

test('several mutations of one request each answer with the balance after themselves', async () => {
  const { customer } = await credits.someone();
  const account = `customer: "${customer}", creditType: "ai"`;
  const fields = '{ balance { balance available } }';
  expect(
    await api.ask(`mutation {
      a: grantCredits(input: { ${account}, amount: 5 }) { ... on GrantCreditsPayload ${fields} }
      b: adjustCredits(input: { ${account}, amount: -1 }) { ... on AdjustCreditsPayload ${fields} }
      c: placeHold(input: { ${account}, amount: "0.5" }) { ... on PlaceHoldPayload ${fields} }
    }`),
  ).toEqual({
    a: { balance: { balance: '5', available: '5' } },
    b: { balance: { balance: '4', available: '4' } },
    c: { balance: { balance: '4', available: '3.5' } },
  });
});

test('a key for INGEST holds credits, and sees of them what it needs for that', async () => {
  const account = await credits.someone();
  await credits.grant('5', account);
  const ingest = { key: await api.keyWith('INGEST') };
  const { hold } = await credits.do('placeHold', { ...account, amount: '2' }, ingest);
  expect(await credits.do('captureHold', { hold: hold?.id }, ingest)).toMatchObject({
    balance: { balance: '3', available: '3' },
  });
});

test('the clock of the test workspace ends grants', async () => {
  const account = await credits.someone();
  await credits.grant('5', { ...account, expiresAt: '2026-03-20T00:00:00Z' });
  await advance('2026-03-20T00:00:00Z');
  expect(await credits.balance(account.customer)).toBe('0 = 0 available');
});
