import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { flat, type Pricing, pricingOn } from '../kit/pricing.ts';

let api: TestApi;
let pricing: Pricing;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  pricing = pricingOn(api);
});
afterAll(() => api.close());

type Result = { __typename: string; subscription?: { id: string; quantity: number }; reissued?: { id: string } };

/** What a mutation answers, `idempotencyKey` and all. */
async function ask(field: string, input: object, selection: string): Promise<Result> {
  const Type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const { result } = await api.ask<{ result: Result }>(
    `mutation ($input: ${Type}Input!) { result: ${field}(input: $input) { __typename ... on ${Type}Payload { ${selection} } } }`,
    { input },
  );
  return result;
}

const subscription = 'subscription { id quantity }';

async function customerWithProduct(): Promise<{ customer: string; product: string }> {
  const customer = pricing.unused('customer');
  await api.ask('mutation ($id: String!) { createCustomer(input: { externalId: $id }) { __typename } }', {
    id: customer,
  });
  return { customer, product: await pricing.product([flat('10')]) };
}

const subscriptionsOf = async (customer: string) => {
  const document = '{ customer(externalId: "CUSTOMER") { subscriptions { nodes { id } } } }'.replace(
    'CUSTOMER',
    customer,
  );
  return (await api.ask<{ customer: { subscriptions: { nodes: unknown[] } } }>(document)).customer.subscriptions.nodes;
};

test('a subscription that is asked for twice at once, and again later, is made once', async () => {
  const input = { ...(await customerWithProduct()), quantity: 3, idempotencyKey: 'order 1' };
  const both = await Promise.all([1, 2].map(() => ask('createSubscription', input, subscription)));
  const later = await ask('createSubscription', input, subscription);
  expect(new Set([...both, later].map((one) => one.subscription?.id)).size).toBe(1);
  expect(await subscriptionsOf(input.customer)).toHaveLength(1);
});

test('the key of another request is refused, and what it asks for is not done', async () => {
  const input = { ...(await customerWithProduct()), idempotencyKey: 'order 1' };
  const made = await ask('createSubscription', input, subscription);
  const other = await ask('createSubscription', { ...input, quantity: 2 }, subscription);
  expect(other.__typename).toBe('IdempotencyConflict');
  const id = made.subscription?.id;
  const cancelled = await ask('cancelSubscription', { id, idempotencyKey: 'order 1' }, subscription);
  expect(cancelled.__typename).toBe('IdempotencyConflict');
  expect(await subscriptionsOf(input.customer)).toHaveLength(1);
  // Another customer's keys are their own.
  const theirs = { ...(await customerWithProduct()), quantity: 2, idempotencyKey: 'order 1' };
  expect((await ask('createSubscription', theirs, subscription)).__typename).toBe('CreateSubscriptionPayload');
});

test('a change and a cancellation that are repeated are done once', async () => {
  const made = await ask('createSubscription', await customerWithProduct(), subscription);
  const change = { id: made.subscription?.id, quantity: 5, idempotencyKey: 'more seats' };
  await ask('changeSubscription', change, subscription);
  await ask('changeSubscription', { ...change, quantity: 6, idempotencyKey: 'and more' }, subscription);
  // The answer is the subscription; it is not moved back.
  expect((await ask('changeSubscription', change, subscription)).subscription?.quantity).toBe(6);
  const cancel = { id: change.id, when: 'IMMEDIATELY', idempotencyKey: 'the end' };
  for (const _ of [1, 2]) {
    expect((await ask('cancelSubscription', cancel, subscription)).__typename).toBe('CancelSubscriptionPayload');
  }
  expect((await ask('cancelSubscription', { ...cancel, idempotencyKey: 'again' }, subscription)).__typename).toBe(
    'SubscriptionEnded',
  );
});

test('an invoice that is voided twice with one key is issued again once', async () => {
  const { customer, product } = await customerWithProduct();
  await pricing.subscribe(customer, product);
  const [invoice] = await pricing.invoices(customer);
  await pricing.advance(invoice?.finalizesAt ?? '');
  const input = { id: invoice?.id, reason: 'wrong', idempotencyKey: 'take back' };
  const [first, second] = [
    await ask('voidInvoice', input, 'reissued { id }'),
    await ask('voidInvoice', input, 'reissued { id }'),
  ];
  expect(second).toEqual(first);
  expect(await pricing.invoices(customer)).toHaveLength(2);
});

test('a key of 256 characters is refused, and nothing is done', async () => {
  const input = { ...(await customerWithProduct()), idempotencyKey: 'x'.repeat(256) };
  expect((await ask('createSubscription', input, subscription)).__typename).toBe('InvalidInput');
  expect(await subscriptionsOf(input.customer)).toEqual([]);
});

test('a key that cannot be stored is refused by itself, beside requests that share its transaction', async () => {
  const { customer } = await customerWithProduct();
  await api.ask('mutation { createCreditType(input: { key: "coins", name: "Coins" }) { __typename } }');
  const keys = ['a', 'b', 'c\u0000', '\ud83d', 'd', 'e'];
  const answers = await Promise.all(
    keys.map((idempotencyKey) =>
      ask('grantCredits', { customer, creditType: 'coins', amount: 1, idempotencyKey }, '__typename'),
    ),
  );
  const granted = 'GrantCreditsPayload';
  expect(answers.map(({ __typename }) => __typename)).toEqual([
    granted,
    granted,
    'InvalidInput',
    'InvalidInput',
    granted,
    granted,
  ]);
});
