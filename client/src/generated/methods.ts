// Generated from schema.graphql and client/operations by codegen.ts. Do not edit.
import type { LiveFeed, LiveOptions, Subscribe } from '../live.ts';
import type { RequestOptions, SendRequest } from '../request.ts';
import { type ResultOf, requireResult } from '../result.ts';
import * as documents from './documents.ts';
import type * as types from './types.ts';

/** Somebody who uses what you sell: an organisation or a person whose usage is counted together. */
export type Customer = types.CustomerFieldsFragment;

/** Something a customer did that may count. Recorded once, never changed; at most voided. */
export type Event = types.EventFieldsFragment;

/** Something to look into: the event is recorded, but a meter did not count it. */
export type EventWarning = types.WarningFieldsFragment;

/** A secret that backends send in `Authorization: Bearer …`. It never belongs into a browser: customer tokens do. */
export type ApiKey = types.ApiKeyFieldsFragment;

/** A view over events that makes them a number: the aggregate of the events of one name that pass a filter. */
export type Meter = types.MeterFieldsFragment;

/** Where a page lies within its list. */
export type PageInfo = types.PageFieldsFragment;

/** One thing wrong with an input. */
export type InputIssue = types.IssueFieldsFragment;

/** Anything with a global id. `Query.node` finds it again by that id. */
export type Node = types.NodeFieldsFragment;

/** What one customer, or all of them together, used on one meter in a period. */
export type Usage = types.UsageFieldsFragment;

/** Usage in one window of time: from `from` up to, but not including, `to`. */
export type UsageWindow = types.WindowFieldsFragment;

/** Usage of the events that have the same values in the properties it is split by. */
export type UsageGroup = types.GroupFieldsFragment;

/** Makes a customer. Needs INGEST. */
export type CreateCustomerResult = ResultOf<NonNullable<types.CreateCustomerMutation['createCustomer']>>;

/** Edits a customer. Needs ADMIN. */
export type UpdateCustomerResult = ResultOf<NonNullable<types.UpdateCustomerMutation['updateCustomer']>>;

/** Archives a customer: its events are rejected from now on and its tokens refused, and every number stays readable. An archived one stays as it is. Needs ADMIN. */
export type ArchiveCustomerResult = ResultOf<NonNullable<types.ArchiveCustomerMutation['archiveCustomer']>>;

/** Takes a customer out of the archive. One that is not in it stays as it is. Needs ADMIN. */
export type UnarchiveCustomerResult = ResultOf<NonNullable<types.UnarchiveCustomerMutation['unarchiveCustomer']>>;

/** Records one event. When it answers, the event is committed and every later read counts it. Sending the same event again changes nothing. Needs INGEST. */
export type RecordEventResult = ResultOf<NonNullable<types.RecordEventMutation['recordEvent']>>;

/** Records up to 10,000 events, each on its own: a bad one is rejected and does not hold up its neighbours. When it answers, the recorded ones are committed and every later read counts them. Sending the same events again changes nothing. Needs INGEST. */
export type RecordEventsResult = ResultOf<NonNullable<types.RecordEventsMutation['recordEvents']>>;

/** Takes events of a customer out of all usage, for good: their ids stay taken. Needs INGEST. */
export type VoidEventsResult = ResultOf<NonNullable<types.VoidEventsMutation['voidEvents']>>;

/** Makes an API key for this workspace. Its secret is in the answer, and nowhere else. Needs ADMIN. */
export type CreateApiKeyResult = ResultOf<NonNullable<types.CreateApiKeyMutation['createApiKey']>>;

/** Revokes an API key: it is refused from now on, and live streams opened with it end. Other instances of the server follow within two seconds. A revoked one stays as it is. Needs ADMIN. */
export type RevokeApiKeyResult = ResultOf<NonNullable<types.RevokeApiKeyMutation['revokeApiKey']>>;

/** Makes a token that reads and watches one customer, for that customer’s browser. It cannot be revoked on its own: keep it short, or archive the customer. Needs READ. */
export type CreateCustomerTokenResult = ResultOf<NonNullable<types.CreateCustomerTokenMutation['createCustomerToken']>>;

/** What a definition would have counted, before a meter is made of it. It reads the stored events, so it is slower than a meter: at most 500,000 may count. */
export type PreviewMeterResult = ResultOf<NonNullable<types.PreviewMeterQuery['previewMeter']>>;

/** Makes a meter. It counts every event of its name from now on, and those recorded before in the background: until that is done its status is BUILDING. Needs ADMIN. */
export type CreateMeterResult = ResultOf<NonNullable<types.CreateMeterMutation['createMeter']>>;

/** Edits what people call a meter. Needs ADMIN. */
export type UpdateMeterResult = ResultOf<NonNullable<types.UpdateMeterMutation['updateMeter']>>;

/** Archives a meter: every number stays readable, and nothing new is counted. An archived one stays as it is. Needs ADMIN. */
export type ArchiveMeterResult = ResultOf<NonNullable<types.ArchiveMeterMutation['archiveMeter']>>;

/** Takes a meter out of the archive. It counts all events again from the first one, those recorded meanwhile too: until that is done its status is BUILDING. Needs ADMIN. */
export type UnarchiveMeterResult = ResultOf<NonNullable<types.UnarchiveMeterMutation['unarchiveMeter']>>;

export interface Methods {
  /** One customer, by `id` or by `externalId` (exactly one of them); null if your workspace has none such. Takes a customer token, for its own customer. */
  customer(variables?: types.CustomerQueryVariables, options?: RequestOptions): Promise<Customer | null>;
  /** Your customers, in the order in which they were made. */
  customers(variables?: types.CustomersQueryVariables, options?: RequestOptions): Promise<NonNullable<types.CustomersQuery['customers']>>;
  /** Makes a customer. Needs INGEST. */
  createCustomer(input: types.CreateCustomerInput, options?: RequestOptions): Promise<CreateCustomerResult>;
  /** Edits a customer. Needs ADMIN. */
  updateCustomer(input: types.UpdateCustomerInput, options?: RequestOptions): Promise<UpdateCustomerResult>;
  /** Archives a customer: its events are rejected from now on and its tokens refused, and every number stays readable. An archived one stays as it is. Needs ADMIN. */
  archiveCustomer(input: types.ArchiveCustomerInput, options?: RequestOptions): Promise<ArchiveCustomerResult>;
  /** Takes a customer out of the archive. One that is not in it stays as it is. Needs ADMIN. */
  unarchiveCustomer(input: types.UnarchiveCustomerInput, options?: RequestOptions): Promise<UnarchiveCustomerResult>;
  /** One event, by its customer and the `id` its sender gave it; null if there is none such. Takes a customer token, for its own customer. */
  event(variables: types.EventQueryVariables, options?: RequestOptions): Promise<Event | null>;
  /** Events, the newest first: of one customer by when they happened, of all customers by when they were recorded. Voided ones are in it. */
  events(variables?: types.EventsQueryVariables, options?: RequestOptions): Promise<NonNullable<types.EventsQuery['events']>>;
  /** Records one event. When it answers, the event is committed and every later read counts it. Sending the same event again changes nothing. Needs INGEST. */
  recordEvent(input: types.RecordEventInput, options?: RequestOptions): Promise<RecordEventResult>;
  /** Records up to 10,000 events, each on its own: a bad one is rejected and does not hold up its neighbours. When it answers, the recorded ones are committed and every later read counts them. Sending the same events again changes nothing. Needs INGEST. */
  recordEvents(input: types.RecordEventsInput, options?: RequestOptions): Promise<RecordEventsResult>;
  /** Takes events of a customer out of all usage, for good: their ids stay taken. Needs INGEST. */
  voidEvents(input: types.VoidEventsInput, options?: RequestOptions): Promise<VoidEventsResult>;
  /** Your API keys in the order in which they were made, the revoked ones too; without their secrets. */
  apiKeys(variables?: types.ApiKeysQueryVariables, options?: RequestOptions): Promise<NonNullable<types.ApiKeysQuery['apiKeys']>>;
  /** Makes an API key for this workspace. Its secret is in the answer, and nowhere else. Needs ADMIN. */
  createApiKey(input: types.CreateApiKeyInput, options?: RequestOptions): Promise<CreateApiKeyResult>;
  /** Revokes an API key: it is refused from now on, and live streams opened with it end. Other instances of the server follow within two seconds. A revoked one stays as it is. Needs ADMIN. */
  revokeApiKey(input: types.RevokeApiKeyInput, options?: RequestOptions): Promise<RevokeApiKeyResult>;
  /** Makes a token that reads and watches one customer, for that customer’s browser. It cannot be revoked on its own: keep it short, or archive the customer. Needs READ. */
  createCustomerToken(input: types.CreateCustomerTokenInput, options?: RequestOptions): Promise<CreateCustomerTokenResult>;
  /** One meter, by `id` or by `key` (exactly one of them); null if your workspace has none such. */
  meter(variables?: types.MeterQueryVariables, options?: RequestOptions): Promise<Meter | null>;
  /** Your meters, in the order in which they were made. */
  meters(variables?: types.MetersQueryVariables, options?: RequestOptions): Promise<NonNullable<types.MetersQuery['meters']>>;
  /** What a definition would have counted, before a meter is made of it. It reads the stored events, so it is slower than a meter: at most 500,000 may count. */
  previewMeter(input: types.PreviewMeterInput, options?: RequestOptions): Promise<PreviewMeterResult>;
  /** Makes a meter. It counts every event of its name from now on, and those recorded before in the background: until that is done its status is BUILDING. Needs ADMIN. */
  createMeter(input: types.CreateMeterInput, options?: RequestOptions): Promise<CreateMeterResult>;
  /** Edits what people call a meter. Needs ADMIN. */
  updateMeter(input: types.UpdateMeterInput, options?: RequestOptions): Promise<UpdateMeterResult>;
  /** Archives a meter: every number stays readable, and nothing new is counted. An archived one stays as it is. Needs ADMIN. */
  archiveMeter(input: types.ArchiveMeterInput, options?: RequestOptions): Promise<ArchiveMeterResult>;
  /** Takes a meter out of the archive. It counts all events again from the first one, those recorded meanwhile too: until that is done its status is BUILDING. Needs ADMIN. */
  unarchiveMeter(input: types.UnarchiveMeterInput, options?: RequestOptions): Promise<UnarchiveMeterResult>;
  /** The workspace of the key this request was sent with. */
  workspace(options?: RequestOptions): Promise<NonNullable<types.WorkspaceQuery['workspace']>>;
  /** Anything by its global id; null if there is nothing with that id in your workspace. Takes a customer token, for its own customer and that customer’s events. */
  node(variables: types.NodeQueryVariables, options?: RequestOptions): Promise<Node | null>;
  /** Things by their global ids, in the order of the ids; null where there is nothing with that id. Takes a customer token, as `node` does. */
  nodes(variables: types.NodesQueryVariables, options?: RequestOptions): Promise<NonNullable<types.NodesQuery['nodes']>>;
  /** What this customer used on a meter in a period; null if there is no meter with this key. Takes a customer token. */
  customerUsage(variables: types.CustomerUsageQueryVariables, options?: RequestOptions): Promise<Usage | null>;
  /** What this customer used on a meter in a period; null if there is no meter with this key. Takes a customer token. */
  customerUsageWindows(variables: types.CustomerUsageWindowsQueryVariables, options?: RequestOptions): Promise<NonNullable<NonNullable<types.CustomerUsageWindowsQuery['customer']>['usage']> | null>;
  /** What this customer used on a meter in a period; null if there is no meter with this key. Takes a customer token. */
  customerUsageGroups(variables: types.CustomerUsageGroupsQueryVariables, options?: RequestOptions): Promise<NonNullable<NonNullable<types.CustomerUsageGroupsQuery['customer']>['usage']> | null>;
  /** What all customers together used in a period. Needs READ. */
  meterUsage(variables: types.MeterUsageQueryVariables, options?: RequestOptions): Promise<Usage | null>;
  /** What all customers together used in a period. Needs READ. */
  meterUsageWindows(variables: types.MeterUsageWindowsQueryVariables, options?: RequestOptions): Promise<NonNullable<NonNullable<types.MeterUsageWindowsQuery['meter']>['usage']> | null>;
  /** What all customers together used in a period. Needs READ. */
  meterUsageGroups(variables: types.MeterUsageGroupsQueryVariables, options?: RequestOptions): Promise<NonNullable<NonNullable<types.MeterUsageGroupsQuery['meter']>['usage']> | null>;
  /** The customers who used most in a period, the greatest value first; those without usage are not in it. Needs READ. */
  topCustomers(variables: types.TopCustomersQueryVariables, options?: RequestOptions): Promise<NonNullable<NonNullable<types.TopCustomersQuery['meter']>['topCustomers']> | null>;
}

export function createMethods(request: SendRequest): Methods {
  return {
    customer: (variables, options) =>
      request(documents.CustomerDocument, variables ?? {}, (data) => data.customer, options),
    customers: (variables, options) =>
      request(documents.CustomersDocument, variables ?? {}, (data) => data.customers, options),
    createCustomer: (input, options) =>
      request(documents.CreateCustomerDocument, { input }, (data) => requireResult('createCustomer', data.createCustomer), options),
    updateCustomer: (input, options) =>
      request(documents.UpdateCustomerDocument, { input }, (data) => requireResult('updateCustomer', data.updateCustomer), options),
    archiveCustomer: (input, options) =>
      request(documents.ArchiveCustomerDocument, { input }, (data) => requireResult('archiveCustomer', data.archiveCustomer), options),
    unarchiveCustomer: (input, options) =>
      request(documents.UnarchiveCustomerDocument, { input }, (data) => requireResult('unarchiveCustomer', data.unarchiveCustomer), options),
    event: (variables, options) =>
      request(documents.EventDocument, variables, (data) => data.event, options),
    events: (variables, options) =>
      request(documents.EventsDocument, variables ?? {}, (data) => data.events, options),
    recordEvent: (input, options) =>
      request(documents.RecordEventDocument, { input }, (data) => requireResult('recordEvent', data.recordEvent), options),
    recordEvents: (input, options) =>
      request(documents.RecordEventsDocument, { input }, (data) => requireResult('recordEvents', data.recordEvents), options),
    voidEvents: (input, options) =>
      request(documents.VoidEventsDocument, { input }, (data) => requireResult('voidEvents', data.voidEvents), options),
    apiKeys: (variables, options) =>
      request(documents.ApiKeysDocument, variables ?? {}, (data) => data.apiKeys, options),
    createApiKey: (input, options) =>
      request(documents.CreateApiKeyDocument, { input }, (data) => requireResult('createApiKey', data.createApiKey), options),
    revokeApiKey: (input, options) =>
      request(documents.RevokeApiKeyDocument, { input }, (data) => requireResult('revokeApiKey', data.revokeApiKey), options),
    createCustomerToken: (input, options) =>
      request(documents.CreateCustomerTokenDocument, { input }, (data) => requireResult('createCustomerToken', data.createCustomerToken), options),
    meter: (variables, options) =>
      request(documents.MeterDocument, variables ?? {}, (data) => data.meter, options),
    meters: (variables, options) =>
      request(documents.MetersDocument, variables ?? {}, (data) => data.meters, options),
    previewMeter: (input, options) =>
      request(documents.PreviewMeterDocument, { input }, (data) => requireResult('previewMeter', data.previewMeter), options),
    createMeter: (input, options) =>
      request(documents.CreateMeterDocument, { input }, (data) => requireResult('createMeter', data.createMeter), options),
    updateMeter: (input, options) =>
      request(documents.UpdateMeterDocument, { input }, (data) => requireResult('updateMeter', data.updateMeter), options),
    archiveMeter: (input, options) =>
      request(documents.ArchiveMeterDocument, { input }, (data) => requireResult('archiveMeter', data.archiveMeter), options),
    unarchiveMeter: (input, options) =>
      request(documents.UnarchiveMeterDocument, { input }, (data) => requireResult('unarchiveMeter', data.unarchiveMeter), options),
    workspace: (options) =>
      request(documents.WorkspaceDocument, {}, (data) => data.workspace, options),
    node: (variables, options) =>
      request(documents.NodeDocument, variables, (data) => data.node, options),
    nodes: (variables, options) =>
      request(documents.NodesDocument, variables, (data) => data.nodes, options),
    customerUsage: (variables, options) =>
      request(documents.CustomerUsageDocument, variables, (data) => data.customer?.usage ?? null, options),
    customerUsageWindows: (variables, options) =>
      request(documents.CustomerUsageWindowsDocument, variables, (data) => data.customer?.usage ?? null, options),
    customerUsageGroups: (variables, options) =>
      request(documents.CustomerUsageGroupsDocument, variables, (data) => data.customer?.usage ?? null, options),
    meterUsage: (variables, options) =>
      request(documents.MeterUsageDocument, variables, (data) => data.meter?.usage ?? null, options),
    meterUsageWindows: (variables, options) =>
      request(documents.MeterUsageWindowsDocument, variables, (data) => data.meter?.usage ?? null, options),
    meterUsageGroups: (variables, options) =>
      request(documents.MeterUsageGroupsDocument, variables, (data) => data.meter?.usage ?? null, options),
    topCustomers: (variables, options) =>
      request(documents.TopCustomersDocument, variables, (data) => data.meter?.topCustomers ?? null, options),
  };
}

export interface LiveMethods {
  /** A customer’s usage on a meter: the present value first, then the value after every change that was committed. It never goes back in time; a slow reader gets the latest. Takes a customer token, for its own customer. NOT_FOUND for an unknown customer or meter. */
  usageUpdated(variables: types.UsageUpdatedSubscriptionVariables, options?: LiveOptions): LiveFeed<Usage>;
  /** Events as they are recorded from now on: a live tail, for looking at. Of a very large batch, or by a slow reader, not every one is seen. Takes a customer token, for its own customer’s events. NOT_FOUND for an unknown customer. */
  eventRecorded(variables?: types.EventRecordedSubscriptionVariables, options?: LiveOptions): LiveFeed<Event>;
}

export function createLiveMethods(subscribe: Subscribe): LiveMethods {
  return {
    usageUpdated: (variables, options) =>
      subscribe(documents.UsageUpdatedDocument, variables, (data) => data.usageUpdated, options),
    eventRecorded: (variables, options) =>
      subscribe(documents.EventRecordedDocument, variables ?? {}, (data) => data.eventRecorded, options),
  };
}