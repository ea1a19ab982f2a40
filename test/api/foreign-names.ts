import type { Names } from './foreign-questions.ts';

export type Ask = <T>(document: string, variables?: Record<string, unknown>) => Promise<T>;

/** Makes one of everything that may be asked about. */
export function fill(customer: string, meter: string, event: string): string {
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

/** The names of what `fill` has made, as they are found out by who may see everything. */
export async function namesOf(
  ask: Ask,
  externalId: string,
  meterKey: string,
): Promise<Omit<Names, 'ownSubscriptionId'>> {
  type Edges = { edges: { cursor: string; node: { id: string } }[] };
  type Ledger = { edges: { cursor: string; node: { grant: { id: string } } }[] };
  const found = await ask<{
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

/** Names of nothing, of the same kind as these. */
export function missingNames(foreign: Names): Names {
  return {
    customerId: 'cus_01h455vb4pex5vsknk084sn02q',
    externalId: 'nope',
    meterId: 'mtr_01h455vb4pex5vsknk084sn02q',
    meterKey: 'nopes',
    eventGlobalId: `evt_${Buffer.concat([Buffer.alloc(16, 7), Buffer.from('e9')]).toString('base64url')}`,
    eventId: 'e9',
    keyId: 'key_01h455vb4pex5vsknk084sn02q',
    workspaceId: 'wks_01h455vb4pex5vsknk084sn02q',
    ownSubscriptionId: foreign.ownSubscriptionId,
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
}
