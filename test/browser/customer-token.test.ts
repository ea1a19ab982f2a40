import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { defaultLimits } from '../../src/server/limits.ts';
import { fill, missingNames, namesOf } from '../api/foreign-names.ts';
import { type Names, questions } from '../api/foreign-questions.ts';
import { violations } from '../kit/accessibility.ts';
import { openPage, useBrowser } from '../kit/browser.ts';
import { askServer } from '../kit/cli.ts';
import { answersInPage } from '../kit/page-requests.ts';
import { documentsByField } from '../kit/schema-fields.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';

useBrowser();

// What there is of the other customer, and nowhere else.
const secrets = ['Rival Incorporated', 'someone@rival.example', 'rival-plan', 'rival-event', '987654'];

let server: TestServer;
let foreign: Names;
let token: string;

beforeAll(async () => {
  // No page asks for so much at once.
  const customer = { ...defaultLimits.customer, requestsPerSecondMax: null };
  server = await startTestServer({ ...defaultLimits, customer });
  const ask = <T>(document: string, variables?: object) =>
    askServer<T>(`${server.url}/graphql`, server.adminKey, document, variables);
  await ask(fill('acme', 'calls', 'e1'));
  // The names are those of the first things there are.
  const names = await namesOf(ask, 'acme', 'calls');
  await ask(fill('own', 'own', 'o1'));
  await ask(`mutation {
    updateCustomer(input: { id: "${names.customerId}", name: "Rival Incorporated", email: "someone@rival.example",
      metadata: { plan: "rival-plan" } }) { __typename }
    recordEvent(input: { id: "rival-event", name: "call", customer: "acme", properties: { n: 987654 } }) { __typename }
    a: grantCredits(input: { customer: "acme", creditType: "calls", amount: 987654 }) { __typename }
    b: grantCredits(input: { customer: "acme", creditType: "own", amount: 987654 }) { __typename } }`);
  const { createCustomerToken: made } = await ask<{
    createCustomerToken: { token: string; customer: { subscriptions: { nodes: [{ id: string }] } } };
  }>(`mutation { createCustomerToken(input: { customer: "own" }) { ... on CreateCustomerTokenPayload {
    token customer { subscriptions { nodes { id } } } } } }`);
  foreign = { ...names, ownSubscriptionId: made.customer.subscriptions.nodes[0].id };
  token = made.token;
});
afterAll(() => server.close());

/** The customer's page, as the link opens it. */
async function openCustomerPage(colorScheme: 'light' | 'dark' = 'light') {
  const opened = await openPage(`${server.url}/customer?period=all#token=${token}`, { colorScheme });
  await opened.page.getByRole('heading', { level: 1, name: 'own' }).waitFor();
  await opened.page.getByRole('region', { name: 'Invoices' }).getByRole('row').nth(1).waitFor();
  return opened;
}

/** The answer with the names that were asked for made alike, and without what differs with each request. */
function alike(answer: string, names: Names): string {
  return Object.values(names)
    .reduce((text, name) => text.replaceAll(`"${name}"`, '"<name>"').replaceAll(`\\"${name}\\"`, '"<name>"'), answer)
    .replaceAll(/"requestId":"[^"]*"/g, '');
}

test.each(['light', 'dark'] as const)(
  'the link leads to the customer’s page and is kept nowhere, when %s',
  async (scheme) => {
    const { page, complaints } = await openCustomerPage(scheme);
    expect(page.url()).toBe(`${server.url}/customer?period=all`);
    expect(await page.content()).not.toContain(token);
    expect(await violations(page)).toEqual([]);
    for (const secret of secrets) expect(await page.content()).not.toContain(secret);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Your usage' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

// What is about all customers together, or was before they came.
const ofOperators =
  /^(Event.meterOutcomes|Meter.(build|topCustomers|usage)|Product.versions|(EventMeterOutcome|MeterBuild|CustomerUsage)..*)$/;

test('no field of the schema shows the token another customer', async () => {
  const { page } = await openCustomerPage();
  const values = { meter: '"own"', creditType: '"own"', size: 'DAY', by: '["model"]' };
  const own = (selection: string) => `{ customer(externalId: "own") { ${selection} } }`;
  const documents = documentsByField(schema, 'Customer', own, values);
  const answers = await answersInPage(page, token, [...documents.values()]);
  for (const secret of secrets) expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
  const refused = [...documents.keys()].filter((_, place) => answers[place]?.includes('"FORBIDDEN"'));
  expect(refused).toEqual([...documents.keys()].filter((field) => ofOperators.test(field)));
});

// These name what the workspace has for all its customers: with one of another product, usage is 0.
const ofEverybody = /\((meter|creditType):\)$/;

test('whatever the token asks for of another customer is as if it were not there', async () => {
  const { page } = await openCustomerPage();
  const missing = missingNames(foreign);
  const asked = Object.entries(questions).flatMap(([coordinate, ask]) => {
    const [there, nowhere] = [[ask(foreign)].flat(), [ask(missing)].flat()];
    return there.map((document, place) => ({ coordinate, document, same: nowhere[place] ?? '' }));
  });
  const answers = await answersInPage(
    page,
    token,
    asked.map(({ document }) => document),
  );
  const same = await answersInPage(
    page,
    token,
    asked.map(({ same }) => same),
  );
  for (const secret of secrets) expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
  const told = asked.filter(
    ({ coordinate }, place) =>
      !ofEverybody.test(coordinate) && alike(answers[place] ?? '', foreign) !== alike(same[place] ?? '', missing),
  );
  expect(told.map(({ document }) => document)).toEqual([]);
});

const addresses = [
  ...['/', '/events', '/events/acme/e1', '/meters', '/meters/~new', '/meters/calls', '/customers', '/customers/acme'],
  ...['/products', '/products/~new', '/products/calls', '/products/calls/~edit', '/invoices', '/keys', '/settings'],
];

test('no other page of the dashboard opens with the token', async () => {
  const { page } = await openPage(server.url, { extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  for (const address of [...addresses, `/invoices/${foreign.invoiceId}`]) {
    await page.goto(`${server.url}${address}#token=${token}`);
    await page.getByText('Your key may not do this').waitFor();
    for (const secret of secrets) expect(await page.content()).not.toContain(secret);
  }
  const status = await page.evaluate(async (key) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/session', { method: 'POST', headers, body: JSON.stringify({ key }) })).status;
  }, token);
  expect(status).toBe(401);
});
