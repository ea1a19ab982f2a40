import { isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Names, noReferences, questions } from './foreign-questions.ts';

let api: TestApi;
let other: { key: string };
let foreign: Names;
let missing: Names;

beforeAll(async () => {
  api = await createTestApi();
  other = { key: (await api.secondWorkspace()).adminKey };
  await api.ask(fill('acme', 'calls', 'e1'));
  await api.ask(fill('own', 'own', 'o1'), {}, other);
  const { customer } = await api.ask<{ customer: { subscriptions: { nodes: [{ id: string }] } } }>(
    '{ customer(externalId: "own") { subscriptions { nodes { id } } } }',
    {},
    other,
  );
  const ownSubscriptionId = customer.subscriptions.nodes[0].id;
  foreign = { ...(await namesOf('acme', 'calls')), ownSubscriptionId };
  missing = {
    customerId: 'cus_01h455vb4pex5vsknk084sn02q',
    externalId: 'nope',
    meterId: 'mtr_01h455vb4pex5vsknk084sn02q',
    meterKey: 'nopes',
    eventGlobalId: `evt_${Buffer.concat([Buffer.alloc(16, 7), Buffer.from('e9')]).toString('base64url')}`,
    eventId: 'e9',
    keyId: 'key_01h455vb4pex5vsknk084sn02q',
    workspaceId: 'wks_01h455vb4pex5vsknk084sn02q',
    ownSubscriptionId,
    productId: 'prd_01h455vb4pex5vsknk084sn02q',
    productKey: 'nopes',
    subscriptionId: 'sub_01h455vb4pex5vsknk084sn02q',
    invoiceId: 'inv_01h455vb4pex5vsknk084sn02q',
    creditTypeId: 'crt_01h455vb4pex5vsknk084sn02q',
    creditTypeKey: 'nopes',
    creditTypeCursor: beside(foreign.creditTypeCursor),
    productCursor: beside(foreign.productCursor),
    subscriptionCursor: beside(foreign.subscriptionCursor),
    invoiceCursor: beside(foreign.invoiceCursor),
    grantId: 'grt_01h455vb4pex5vsknk084sn02q',
    holdId: 'hld_01h455vb4pex5vsknk084sn02q',
    holdCursor: beside(foreign.holdCursor),
    ledgerCursor: foreign.ledgerCursor,
    alertCursor: beside(foreign.alertCursor),
    // The places right beside the foreign rows, where no row is: a page must not tell the two apart.
    customerCursor: beside(foreign.customerCursor),
    meterCursor: beside(foreign.meterCursor),
    keyCursor: beside(foreign.keyCursor),
    eventCursor: recode(foreign.eventCursor, (text) => text.replace('e1', 'e2')),
    ownEventCursor: recode(foreign.ownEventCursor, (text) => text.replace('e1', 'e2')),
  };
});
afterAll(() => api.close());

test('every argument and input field that takes a text or an id is in one of the two tables of this file', () => {
  const found: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (/^\[*(ID|String)\b/.test(String(field.type))) found.push(`${type.name}.${field.name}`);
      }
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const arg of field.args) {
        if (/^\[*(ID|String)\b/.test(String(arg.type))) found.push(`${type.name}.${field.name}(${arg.name}:)`);
      }
    }
  }
  const decided = [...Object.keys(questions), ...noReferences];
  expect(found.sort(), 'A new argument: put it to the question above, or say that it refers to nothing.').toEqual(
    decided.sort(),
  );
});

describe.each(Object.keys(questions))('%s', (coordinate) => {
  test('of another workspace is answered as one that is not there', async () => {
    const ask = questions[coordinate] as (names: Names) => string | string[];
    const answers = await answersTo([ask(foreign)].flat(), foreign);
    expect(answers).toEqual(await answersTo([ask(missing)].flat(), missing));
    expect(JSON.stringify(answers)).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

test('two workspaces may use the same names for what is theirs', async () => {
  const twin = (externalId: string) => fill(externalId, 'twin', 'twin');
  await api.ask(twin('twin'));
  await api.ask(twin('twin'), {}, other);
  await api.ask('mutation { recordEvent(input: { id: "t2", name: "call", customer: "twin" }) { __typename } }');
  const question = '{ customer(externalId: "twin") { usage(meter: "twin") { value } } }';
  expect(await api.ask(question)).toEqual({ customer: { usage: { value: '2' } } });
  expect(await api.ask(question, {}, other)).toEqual({ customer: { usage: { value: '1' } } });
});

function fill(customer: string, meter: string, event: string): string {
  return `mutation {
    createCustomer(input: { externalId: "${customer}" }) { __typename }
    createMeter(input: { key: "${meter}", eventName: "call", aggregation: COUNT }) { __typename }
    createCreditType(input: { key: "${meter}", name: "C" }) { __typename }
    createProduct(input: { key: "${meter}", name: "P", currency: "USD", interval: { unit: MONTH }, charges: [
      { flat: { name: "Base", amount: 1 } },
      { usage: { name: "U", meter: "${meter}", credits: { creditType: "${meter}", unitsPerCredit: "1" } } }],
      creditGrants: [{ creditType: "${meter}", amount: "2", lowBalance: [{ amount: "2" }] }] }) { __typename }
    createSubscription(input: { customer: "${customer}", product: "${meter}" }) { __typename }
    placeHold(input: { customer: "${customer}", creditType: "${meter}", amount: 1 }) { __typename }
    recordEvent(input: { id: "${event}", name: "call", customer: "${customer}" }) { __typename }
  }`;
}

/** Answers as asked from the second workspace, with the names in them made alike. */
async function answersTo(documents: string[], names: Names): Promise<unknown[]> {
  return await Promise.all(
    documents.map(async (document) => {
      const { data, errors } = document.startsWith('subscription')
        ? await firstMessage(document)
        : await api.execute(document, {}, other);
      const text = JSON.stringify({
        data,
        errors: errors.map(({ message, extensions }) => ({ message, ...extensions })),
      });
      return JSON.parse(
        // Messages quote names, and in JSON those quotes have backslashes.
        Object.values(names).reduce(
          (all, name) => all.replaceAll(new RegExp(`"${name}(\\\\?")`, 'g'), '"<name>$1'),
          text,
        ),
      ) as unknown;
    }),
  );
}

async function firstMessage(document: string) {
  const stream = await api.subscribe(document, {}, other);
  const { value } = await stream.next();
  await stream.return?.();
  return value as Awaited<ReturnType<TestApi['execute']>>;
}

async function namesOf(externalId: string, meterKey: string): Promise<Omit<Names, 'ownSubscriptionId'>> {
  type Edges = { edges: { cursor: string; node: { id: string } }[] };
  type Ledger = { edges: { cursor: string; node: { grant: { id: string } } }[] };
  const found = await api.ask<{
    workspace: { id: string };
    customers: Edges;
    meters: Edges;
    apiKeys: Edges;
    events: Edges;
    products: Edges;
    creditTypes: Edges;
    invoices: Edges;
    customer: { events: Edges; subscriptions: Edges; creditHolds: Edges; creditAlerts: Edges; creditLedger: Ledger };
  }>(
    `query ($externalId: String!) { workspace { id } ${['customers', 'meters', 'apiKeys', 'events', 'products', 'creditTypes', 'invoices'].map((list) => `${list} { edges { cursor node { id } } }`).join(' ')}
      customer(externalId: $externalId) { events { edges { cursor node { id } } } subscriptions { edges { cursor node { id } } }
        creditHolds { edges { cursor node { id } } } creditAlerts { edges { cursor node { id } } }
        creditLedger(creditType: "${meterKey}") { edges { cursor node { grant { id } } } } } }`,
    { externalId },
  );
  const first = ({ edges: [edge] }: Edges) => edge as Edges['edges'][number];
  const entry = found.customer.creditLedger.edges[0] as Ledger['edges'][number];
  return {
    customerId: first(found.customers).node.id,
    externalId,
    meterId: first(found.meters).node.id,
    meterKey,
    eventGlobalId: first(found.events).node.id,
    eventId: 'e1',
    keyId: first(found.apiKeys).node.id,
    workspaceId: found.workspace.id,
    customerCursor: first(found.customers).cursor,
    meterCursor: first(found.meters).cursor,
    keyCursor: first(found.apiKeys).cursor,
    eventCursor: first(found.events).cursor,
    ownEventCursor: first(found.customer.events).cursor,
    productId: first(found.products).node.id,
    productKey: meterKey,
    productCursor: first(found.products).cursor,
    subscriptionId: first(found.customer.subscriptions).node.id,
    subscriptionCursor: first(found.customer.subscriptions).cursor,
    invoiceId: first(found.invoices).node.id,
    invoiceCursor: first(found.invoices).cursor,
    creditTypeId: first(found.creditTypes).node.id,
    creditTypeKey: meterKey,
    creditTypeCursor: first(found.creditTypes).cursor,
    grantId: entry.node.grant.id,
    holdId: first(found.customer.creditHolds).node.id,
    holdCursor: first(found.customer.creditHolds).cursor,
    ledgerCursor: entry.cursor,
    alertCursor: first(found.customer.creditAlerts).cursor,
  };
}

function recode(cursor: string, change: (text: string) => string): string {
  return Buffer.from(change(Buffer.from(cursor, 'base64url').toString())).toString('base64url');
}

/** A cursor whose UUID differs in the last digit, so that it lies next to the row and is nobody's. */
function beside(cursor: string): string {
  return recode(cursor, (text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'));
}
