/** Names of things of the first workspace, and in the same places names of nothing at all. */
export type Names = {
  customerId: string;
  externalId: string;
  meterId: string;
  meterKey: string;
  eventGlobalId: string;
  eventId: string;
  keyId: string;
  workspaceId: string;
  customerCursor: string;
  meterCursor: string;
  keyCursor: string;
  eventCursor: string;
  ownEventCursor: string;
  productId: string;
  productKey: string;
  productCursor: string;
  subscriptionId: string;
  subscriptionCursor: string;
  /** Of the second workspace itself. */
  ownSubscriptionId: string;
  invoiceId: string;
  creditTypeId: string;
  creditTypeKey: string;
  creditTypeCursor: string;
  invoiceCursor: string;
  grantId: string;
  holdId: string;
  holdCursor: string;
  ledgerCursor: string;
  alertCursor: string;
};

/** What is asked from the second workspace, by the argument or input field that is put to the test. */
export const questions: Record<string, (names: Names) => string | string[]> = {
  'Query.node(id:)': (n) => nodeIds(n).map((id) => `{ node(id: "${id}") { __typename id } }`),
  'Query.nodes(ids:)': (n) => `{ nodes(ids: ["${nodeIds(n).join('", "')}"]) { id } }`,
  'Query.customer(id:)': (n) => [n.customerId, n.meterId].map((id) => `{ customer(id: "${id}") { id externalId } }`),
  'Query.customer(externalId:)': (n) => `{ customer(externalId: "${n.externalId}") { id } }`,
  'Query.meter(id:)': (n) => [n.meterId, n.customerId].map((id) => `{ meter(id: "${id}") { id usage { value } } }`),
  'Query.meter(key:)': (n) => `{ meter(key: "${n.meterKey}") { id } }`,
  'Query.event(customer:)': (n) => `{ event(customer: "${n.externalId}", eventId: "e1") { id } }`,
  'Query.event(eventId:)': (n) => `{ event(customer: "own", eventId: "${n.eventId}") { id } }`,
  'Query.events(customer:)': (n) => `{ events(customer: "${n.externalId}") { nodes { id } pageInfo { hasNextPage } } }`,
  'Customer.usage(meter:)': (n) => `{ customer(externalId: "own") { usage(meter: "${n.meterKey}") { value } } }`,
  'PreviewMeterInput.customer': (n) =>
    `{ previewMeter(input: { eventName: "call", aggregation: COUNT, customer: "${n.externalId}" }) {
      __typename ... on InvalidInput { issues { path message } } ... on MeterPreview { eventCount } } }`,
  'UpdateCustomerInput.id': (n) => mutations('updateCustomer', [n.customerId, n.meterId]),
  'ArchiveCustomerInput.id': (n) => mutations('archiveCustomer', [n.customerId, n.meterId]),
  'UnarchiveCustomerInput.id': (n) => mutations('unarchiveCustomer', [n.customerId, n.meterId]),
  'UpdateMeterInput.id': (n) => mutations('updateMeter', [n.meterId, n.customerId]),
  'ArchiveMeterInput.id': (n) => mutations('archiveMeter', [n.meterId, n.customerId]),
  'UnarchiveMeterInput.id': (n) => mutations('unarchiveMeter', [n.meterId, n.customerId]),
  'RevokeApiKeyInput.id': (n) => mutations('revokeApiKey', [n.keyId, n.customerId]),
  'CreateCustomerTokenInput.customer': (n) =>
    `mutation { createCustomerToken(input: { customer: "${n.externalId}" }) { __typename ... on Error { message } } }`,
  'EventInput.customer': (n) =>
    `mutation { recordEvents(input: { events: [{ id: "x", name: "call", customer: "${n.externalId}" }] }) {
      ... on RecordEventsPayload { recorded rejected { code message } } } }`,
  'RecordEventInput.customer': (n) =>
    `mutation { recordEvent(input: { id: "x", name: "call", customer: "${n.externalId}" }) {
      __typename ... on EventRejected { code message } } }`,
  'VoidEventsInput.customer': (n) =>
    `mutation { voidEvents(input: { customer: "${n.externalId}", ids: ["e1"] }) { __typename ... on Error { message } } }`,
  'VoidEventsInput.ids': (n) =>
    `mutation { voidEvents(input: { customer: "own", ids: ["${n.eventId}"] }) { ... on VoidEventsPayload { voided notFound } } }`,
  'Subscription.usageUpdated(customer:)': (n) =>
    `subscription { usageUpdated(customer: "${n.externalId}", meter: "own") { value } }`,
  'Subscription.usageUpdated(meter:)': (n) =>
    `subscription { usageUpdated(customer: "own", meter: "${n.meterKey}") { value } }`,
  'Subscription.eventRecorded(customer:)': (n) => `subscription { eventRecorded(customer: "${n.externalId}") { id } }`,
  'Subscription.invoiceUpdated(customer:)': (n) =>
    `subscription { invoiceUpdated(customer: "${n.externalId}") { id } }`,
  'Query.customers(search:)': (n) => `{ customers(search: "${n.externalId}") { nodes { externalId } } }`,
  'Query.customers(after:)': (n) => `{ customers(after: "${n.customerCursor}") { nodes { externalId } } }`,
  'Query.customers(before:)': (n) => `{ customers(last: 9, before: "${n.customerCursor}") { nodes { externalId } } }`,
  'Query.meters(search:)': (n) => `{ meters(search: "${n.meterKey}") { nodes { key } } }`,
  'Query.meters(after:)': (n) => `{ meters(after: "${n.meterCursor}") { nodes { key } } }`,
  'Query.meters(before:)': (n) => `{ meters(last: 9, before: "${n.meterCursor}") { nodes { key } } }`,
  'Query.apiKeys(after:)': (n) => `{ apiKeys(after: "${n.keyCursor}") { nodes { name } } }`,
  'Query.apiKeys(before:)': (n) => `{ apiKeys(last: 9, before: "${n.keyCursor}") { nodes { name } } }`,
  'Query.events(after:)': (n) => `{ events(after: "${n.eventCursor}") { nodes { eventId } } }`,
  'Query.events(before:)': (n) => `{ events(last: 9, before: "${n.eventCursor}") { nodes { eventId } } }`,
  'Customer.events(after:)': (n) =>
    `{ customer(externalId: "own") { events(after: "${n.ownEventCursor}") { nodes { eventId } } } }`,
  'Query.product(id:)': (n) => [n.productId, n.meterId].map((id) => `{ product(id: "${id}") { id } }`),
  'Query.product(key:)': (n) => `{ product(key: "${n.productKey}") { id } }`,
  'Query.products(search:)': (n) => `{ products(search: "${n.productKey}") { nodes { key } } }`,
  'Query.products(after:)': (n) => `{ products(after: "${n.productCursor}") { nodes { key } } }`,
  'Query.products(before:)': (n) => `{ products(last: 9, before: "${n.productCursor}") { nodes { key } } }`,
  'Query.subscription(id:)': (n) => [n.subscriptionId, n.productId].map((id) => `{ subscription(id: "${id}") { id } }`),
  'Query.subscriptions(product:)': (n) => `{ subscriptions(product: "${n.productKey}") { nodes { id } } }`,
  'Query.subscriptions(after:)': (n) => `{ subscriptions(after: "${n.subscriptionCursor}") { nodes { id } } }`,
  'Query.subscriptions(before:)': (n) =>
    `{ subscriptions(last: 9, before: "${n.subscriptionCursor}") { nodes { id } } }`,
  'Query.invoice(id:)': (n) => [n.invoiceId, n.productId].map((id) => `{ invoice(id: "${id}") { id } }`),
  'Query.invoices(after:)': (n) => `{ invoices(after: "${n.invoiceCursor}") { nodes { id } } }`,
  'Query.invoices(before:)': (n) => `{ invoices(last: 9, before: "${n.invoiceCursor}") { nodes { id } } }`,
  'Customer.invoices(after:)': (n) => ofOwn(`invoices(after: "${n.invoiceCursor}") { nodes { id } }`),
  'Customer.invoices(before:)': (n) => ofOwn(`invoices(last: 9, before: "${n.invoiceCursor}") { nodes { id } }`),
  'Customer.subscriptions(after:)': (n) => ofOwn(`subscriptions(after: "${n.subscriptionCursor}") { nodes { id } }`),
  'Customer.subscriptions(before:)': (n) =>
    ofOwn(`subscriptions(last: 9, before: "${n.subscriptionCursor}") { nodes { id } }`),
  'CustomerSubscription.invoices(after:)': (n) =>
    ofOwn(`subscriptions { nodes { invoices(after: "${n.invoiceCursor}") { nodes { id } } } }`),
  'CustomerSubscription.invoices(before:)': (n) =>
    ofOwn(`subscriptions { nodes { invoices(last: 9, before: "${n.invoiceCursor}") { nodes { id } } } }`),
  'SimulatePricingInput.product': (n) => simulation(`product: "${n.productKey}"`),
  'SimulatePricingInput.customers': (n) => simulation(`product: "own", customers: ["${n.externalId}"]`),
  'InvoiceLine.events(after:)': (n) =>
    ofOwn(`invoices { nodes { lines { events(after: "${n.ownEventCursor}") { nodes { eventId } } } } }`),
  'InvoiceLine.events(before:)': (n) =>
    ofOwn(`invoices { nodes { lines { events(last: 9, before: "${n.ownEventCursor}") { nodes { eventId } } } } }`),
  'Query.creditType(id:)': (n) => [n.creditTypeId, n.meterId].map((id) => `{ creditType(id: "${id}") { id } }`),
  'Query.creditType(key:)': (n) => `{ creditType(key: "${n.creditTypeKey}") { id } }`,
  'Query.creditTypes(after:)': (n) => `{ creditTypes(after: "${n.creditTypeCursor}") { nodes { key } } }`,
  'Query.creditTypes(before:)': (n) => `{ creditTypes(last: 9, before: "${n.creditTypeCursor}") { nodes { key } } }`,
  'UsageCreditsInput.creditType': (n) =>
    created(
      `{ usage: { name: "U", meter: "own", credits: { creditType: "${n.creditTypeKey}", unitsPerCredit: "1" } } }`,
    ),
  'PlanCreditGrantInput.creditType': (n) =>
    created('{ flat: { name: "Base", amount: 1 } }', `{ creditType: "${n.creditTypeKey}", amount: "1" }`),
  'UpdateProductInput.id': (n) => mutations('updateProduct', [n.productId, n.meterId]),
  'ArchiveProductInput.id': (n) => mutations('archiveProduct', [n.productId, n.meterId]),
  'UnarchiveProductInput.id': (n) => mutations('unarchiveProduct', [n.productId, n.meterId]),
  'UsageChargeInput.meter': (n) =>
    created(`{ usage: { name: "U", meter: "${n.meterKey}", pricing: { perUnit: { unitAmount: "1" } } } }`),
  'CreateSubscriptionInput.customer': (n) =>
    `mutation { createSubscription(input: { customer: "${n.externalId}", product: "own" }) { __typename ... on Error { message } } }`,
  'CreateSubscriptionInput.product': (n) =>
    `mutation { createSubscription(input: { customer: "own", product: "${n.productKey}" }) { __typename ... on Error { message } } }`,
  'ChangeSubscriptionInput.product': (n) =>
    `mutation { changeSubscription(input: { id: "${n.ownSubscriptionId}", product: "${n.productKey}" }) { __typename ... on Error { message } } }`,
  'ChangeSubscriptionInput.id': (n) =>
    [n.subscriptionId, n.meterId].map(
      (id) =>
        `mutation { changeSubscription(input: { id: "${id}", quantity: 2 }) { __typename ... on Error { message } } }`,
    ),
  'CancelSubscriptionInput.id': (n) => mutations('cancelSubscription', [n.subscriptionId, n.meterId]),
  'VoidInvoiceInput.id': (n) => mutations('voidInvoice', [n.invoiceId, n.meterId]),
  'EventInput.subscription': (n) =>
    `mutation { recordEvents(input: { events: [{ id: "s", name: "call", customer: "own", subscription: "${n.subscriptionId}" }] }) {
      ... on RecordEventsPayload { recorded rejected { code message } } } }`,
  'RecordEventInput.subscription': (n) =>
    `mutation { recordEvent(input: { id: "s", name: "call", customer: "own", subscription: "${n.subscriptionId}" }) {
      __typename ... on EventRejected { code message } } }`,
  'EventInput.hold': (n) =>
    `mutation { recordEvents(input: { events: [{ id: "h", name: "call", customer: "own", hold: "${n.holdId}" }] }) {
      ... on RecordEventsPayload { recorded rejected { code message } } } }`,
  'RecordEventInput.hold': (n) =>
    `mutation { recordEvent(input: { id: "h", name: "call", customer: "own", hold: "${n.holdId}" }) {
      __typename ... on EventRejected { code message } } }`,
  'GrantCreditsInput.customer': (n) => moved('grantCredits', n.externalId, 'own'),
  'GrantCreditsInput.creditType': (n) => moved('grantCredits', 'own', n.creditTypeKey),
  'AdjustCreditsInput.customer': (n) => moved('adjustCredits', n.externalId, 'own'),
  'AdjustCreditsInput.creditType': (n) => moved('adjustCredits', 'own', n.creditTypeKey),
  'PlaceHoldInput.customer': (n) => moved('placeHold', n.externalId, 'own'),
  'PlaceHoldInput.creditType': (n) => moved('placeHold', 'own', n.creditTypeKey),
  'VoidGrantInput.grant': (n) => mutations('voidGrant', [n.grantId, n.holdId], 'grant'),
  'CaptureHoldInput.hold': (n) => mutations('captureHold', [n.holdId, n.grantId], 'hold'),
  'ReleaseHoldInput.hold': (n) => mutations('releaseHold', [n.holdId, n.grantId], 'hold'),
  'Customer.creditBalance(creditType:)': (n) => ofOwn(`creditBalance(creditType: "${n.creditTypeKey}") { balance }`),
  'Customer.creditStatement(creditType:)': (n) =>
    ofOwn(`creditStatement(creditType: "${n.creditTypeKey}") { closing }`),
  'Customer.creditLedger(creditType:)': (n) => ofOwn(`creditLedger(creditType: "${n.creditTypeKey}") { nodes { id } }`),
  'Customer.creditLedger(after:)': (n) =>
    ofOwn(`creditLedger(creditType: "own", after: "${n.ledgerCursor}") { nodes { kind } }`),
  'Customer.creditLedger(before:)': (n) =>
    ofOwn(`creditLedger(creditType: "own", last: 9, before: "${n.ledgerCursor}") { nodes { kind } }`),
  'Customer.creditHolds(after:)': (n) => ofOwn(`creditHolds(after: "${n.holdCursor}") { nodes { amount } }`),
  'Customer.creditHolds(before:)': (n) => ofOwn(`creditHolds(last: 9, before: "${n.holdCursor}") { nodes { amount } }`),
  'Customer.creditAlerts(after:)': (n) => ofOwn(`creditAlerts(after: "${n.alertCursor}") { nodes { below } }`),
  'Customer.creditAlerts(before:)': (n) =>
    ofOwn(`creditAlerts(last: 9, before: "${n.alertCursor}") { nodes { below } }`),
  'CreditLedgerEntry.events(after:)': (n) =>
    ofOwn(`creditLedger(creditType: "own") { nodes { events(after: "${n.ownEventCursor}") { nodes { eventId } } } }`),
  'CreditLedgerEntry.events(before:)': (n) =>
    ofOwn(
      `creditLedger(creditType: "own") { nodes { events(last: 9, before: "${n.ownEventCursor}") { nodes { eventId } } } }`,
    ),
  'Subscription.creditBalanceUpdated(customer:)': (n) =>
    `subscription { creditBalanceUpdated(customer: "${n.externalId}", creditType: "own") { balance } }`,
  'Subscription.creditBalanceUpdated(creditType:)': (n) =>
    `subscription { creditBalanceUpdated(customer: "own", creditType: "${n.creditTypeKey}") { balance } }`,
  'Subscription.creditAlertRaised(customer:)': (n) =>
    `subscription { creditAlertRaised(customer: "${n.externalId}") { id } }`,
  'Customer.events(before:)': (n) =>
    `{ customer(externalId: "own") { events(last: 9, before: "${n.ownEventCursor}") { nodes { eventId } } } }`,
};

const nodeIds = (n: Names) => [
  ...[n.customerId, n.meterId, n.eventGlobalId, n.keyId, n.workspaceId],
  ...[n.productId, n.subscriptionId, n.invoiceId, n.creditTypeId, n.grantId, n.holdId],
];

/** Names that somebody gives to something new, words for people, and what is only compared with what may be seen. */
export const noReferences = [
  'AdjustCreditsInput.idempotencyKey',
  'AdjustCreditsInput.note',
  'CancelSubscriptionInput.idempotencyKey',
  'CaptureHoldInput.idempotencyKey',
  'ChangeSubscriptionInput.idempotencyKey',
  'CreateApiKeyInput.name',
  'CreateCreditTypeInput.key',
  'CreateCreditTypeInput.name',
  'CreateCreditTypeInput.unit',
  'CreateCustomerInput.email',
  'CreateCustomerInput.externalId',
  'CreateCustomerInput.name',
  'CreateMeterInput.description',
  'CreateMeterInput.eventName',
  'CreateMeterInput.groupBy',
  'CreateMeterInput.key',
  'CreateMeterInput.name',
  'CreateMeterInput.unit',
  'CreateMeterInput.valueProperty',
  'CreateProductInput.description',
  'CreateProductInput.key',
  'CreateProductInput.name',
  'CreateSubscriptionInput.idempotencyKey',
  'Customer.events(name:)',
  'EventConditionInput.property',
  'EventInput.id',
  'EventInput.name',
  'GrantCreditsInput.idempotencyKey',
  'GrantCreditsInput.note',
  'MeterPreview.groups(by:)',
  'PlaceHoldInput.idempotencyKey',
  'PreviewMeterInput.eventName',
  'PreviewMeterInput.groupBy',
  'PreviewMeterInput.valueProperty',
  'Query.events(name:)',
  'RecordEventInput.id',
  'RecordEventInput.name',
  'FlatChargeInput.name',
  'ReleaseHoldInput.idempotencyKey',
  'PriceByInput.property',
  'Subscription.eventRecorded(name:)',
  'UpdateCustomerInput.email',
  'UpdateCustomerInput.name',
  'UpdateMeterInput.description',
  'UpdateMeterInput.name',
  'UpdateMeterInput.unit',
  'UpdateProductInput.description',
  'UpdateProductInput.name',
  'UsageChargeInput.name',
  'VoidGrantInput.idempotencyKey',
  'VoidGrantInput.note',
  'VoidInvoiceInput.idempotencyKey',
  'VoidInvoiceInput.reason',
  'Usage.groups(by:)',
];

function created(charge: string, creditGrants = ''): string {
  return `mutation { createProduct(input: { key: "p", name: "P", currency: "USD", interval: { unit: MONTH },
    charges: [${charge}], creditGrants: [${creditGrants}] }) { __typename ... on InvalidInput { issues { path message } } } }`;
}

function simulation(input: string): string {
  return `{ simulatePricing(input: { ${input}, from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }) { after { amount } } }`;
}

function ofOwn(fields: string): string {
  return `{ customer(externalId: "own") { ${fields} } }`;
}

function moved(field: string, customer: string, creditType: string): string {
  return `mutation { ${field}(input: { customer: "${customer}", creditType: "${creditType}", amount: 1 }) {
    __typename ... on Error { message } } }`;
}

function mutations(field: string, ids: string[], argument = 'id'): string[] {
  return ids.map(
    (id) => `mutation { ${field}(input: { ${argument}: "${id}" }) { __typename ... on Error { message } } }`,
  );
}
