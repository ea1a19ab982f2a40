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
};

/** What is asked from the second workspace, by the argument or input field that is put to the test. */
export const questions: Record<string, (names: Names) => string | string[]> = {
  'Query.node(id:)': (n) =>
    [n.customerId, n.meterId, n.eventGlobalId, n.keyId, n.workspaceId].map(
      (id) => `{ node(id: "${id}") { __typename id } }`,
    ),
  'Query.nodes(ids:)': (n) =>
    `{ nodes(ids: ["${[n.customerId, n.meterId, n.eventGlobalId, n.keyId, n.workspaceId].join('", "')}"]) { id } }`,
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
  'Query.customers(search:)': (n) => `{ customers(search: "${n.externalId}") { nodes { externalId } } }`,
  'Query.customers(after:)': (n) => `{ customers(after: "${n.customerCursor}") { nodes { externalId } } }`,
  'Query.customers(before:)': (n) => `{ customers(last: 9, before: "${n.customerCursor}") { nodes { externalId } } }`,
  'Query.meters(after:)': (n) => `{ meters(after: "${n.meterCursor}") { nodes { key } } }`,
  'Query.meters(before:)': (n) => `{ meters(last: 9, before: "${n.meterCursor}") { nodes { key } } }`,
  'Query.apiKeys(after:)': (n) => `{ apiKeys(after: "${n.keyCursor}") { nodes { name } } }`,
  'Query.apiKeys(before:)': (n) => `{ apiKeys(last: 9, before: "${n.keyCursor}") { nodes { name } } }`,
  'Query.events(after:)': (n) => `{ events(after: "${n.eventCursor}") { nodes { eventId } } }`,
  'Query.events(before:)': (n) => `{ events(last: 9, before: "${n.eventCursor}") { nodes { eventId } } }`,
  'Customer.events(after:)': (n) =>
    `{ customer(externalId: "own") { events(after: "${n.ownEventCursor}") { nodes { eventId } } } }`,
  'Customer.events(before:)': (n) =>
    `{ customer(externalId: "own") { events(last: 9, before: "${n.ownEventCursor}") { nodes { eventId } } } }`,
};

/** Names that somebody gives to something new, words for people, and what is only compared with what may be seen. */
export const noReferences = [
  'CreateApiKeyInput.name',
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
  'Customer.events(name:)',
  'EventConditionInput.property',
  'EventInput.id',
  'EventInput.name',
  'EventInput.subscription',
  'MeterPreview.groups(by:)',
  'PreviewMeterInput.eventName',
  'PreviewMeterInput.groupBy',
  'PreviewMeterInput.valueProperty',
  'Query.events(name:)',
  'RecordEventInput.id',
  'RecordEventInput.name',
  'RecordEventInput.subscription',
  'Subscription.eventRecorded(name:)',
  'UpdateCustomerInput.email',
  'UpdateCustomerInput.name',
  'UpdateMeterInput.description',
  'UpdateMeterInput.name',
  'UpdateMeterInput.unit',
  'Usage.groups(by:)',
];

function mutations(field: string, ids: string[]): string[] {
  return ids.map((id) => `mutation { ${field}(input: { id: "${id}" }) { __typename ... on Error { message } } }`);
}
