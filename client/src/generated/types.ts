// Generated from schema.graphql and client/operations by codegen.ts. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { JsonValue, JsonObject } from '../json.ts';
/** What a meter makes of the events it counts. */
export type Aggregation =
  /** The sum divided by the number of events, to 12 decimals, half-up; null if there are none. */
  | 'AVERAGE'
  /** How many events. 0 if there are none. */
  | 'COUNT'
  /** The value of the event with the greatest (timestamp, id); null if there are none. When it arrived does not matter. */
  | 'LAST'
  /** The greatest value; null if there are none. */
  | 'MAX'
  /** The smallest value; null if there are none. */
  | 'MIN'
  /** All values added up, exactly. 0 if there are none. */
  | 'SUM'
  /** How many different values; null if there are none. */
  | 'UNIQUE_COUNT';

/** Which customer to archive. */
export type ArchiveCustomerInput = {
  /** The global id of the customer. */
  readonly id: string;
};

/** Which meter to archive. */
export type ArchiveMeterInput = {
  /** The global id of the meter. */
  readonly id: string;
};

/** A new API key. */
export type CreateApiKeyInput = {
  /** What it is for, for people: 1 to 255 characters. */
  readonly name: string;
  /** What it may do; at least one. */
  readonly scopes: ReadonlyArray<Scope>;
};

/** A new customer. */
export type CreateCustomerInput = {
  /** Where to reach them. */
  readonly email?: string | null | undefined;
  /** Your own id of the customer, which events will be sent with: 1 to 255 characters. Never changes. */
  readonly externalId: string;
  /** Whatever you want to keep with this customer: at most 16 KiB and 8 levels. A customer token can read it. */
  readonly metadata?: JsonObject | null | undefined;
  /** For people; at most 255 characters. */
  readonly name?: string | null | undefined;
};

/** A token for one customer. */
export type CreateCustomerTokenInput = {
  /** The `externalId` of the customer. */
  readonly customer: string;
  /** For how long it is good: 1 second to 24 hours (86,400). */
  readonly expiresInSeconds?: number | null | undefined;
};

/** A new meter. What it counts cannot be changed later: `previewMeter` answers what it would count. */
export type CreateMeterInput = {
  /** What it makes of them. */
  readonly aggregation: Aggregation;
  /** What it measures, for people; at most 2,000 characters. */
  readonly description?: string | null | undefined;
  /** The name of the events it counts. */
  readonly eventName: string;
  /** Which of those events to count. Default: all. */
  readonly filter?: EventFilterInput | null | undefined;
  /** Up to 5 properties that its usage can be split by. */
  readonly groupBy?: ReadonlyArray<string> | null | undefined;
  /** What code will call it: 1 to 64 letters, digits, `_`, `.` or `-`, unique in the workspace. */
  readonly key: string;
  /** What people will call it. Default: the key. */
  readonly name?: string | null | undefined;
  /** The unit of its values, for people. */
  readonly unit?: string | null | undefined;
  /** What the aggregate is divided by, e.g. 1073741824 for bytes with the unit GB. Greater than 0. */
  readonly unitSize?: string | number | null | undefined;
  /** The property that holds the value of an event: required, except for COUNT, which takes none. A path such as `usage.tokens` reaches inside. */
  readonly valueProperty?: string | null | undefined;
};

/** One condition on a property of an event. */
export type EventConditionInput = {
  /** How to compare. */
  readonly operator: FilterOperator;
  /** The name of the property. A path such as `usage.tokens` reaches inside. */
  readonly property: string;
  /** What to compare with: a list for IN and NOT_IN, nothing for EXISTS and NOT_EXISTS. */
  readonly value?: JsonValue | null | undefined;
};

/** Which events to count: a tree of groups and conditions, at most 5 levels of groups and 50 conditions. */
export type EventFilterInput =
  {   /** Every one of these holds. */
  readonly all: ReadonlyArray<EventFilterInput>; readonly any?: never; readonly where?: never; }
  |  { readonly all?: never;   /** At least one of these holds. */
  readonly any: ReadonlyArray<EventFilterInput>; readonly where?: never; }
  |  { readonly all?: never; readonly any?: never;   /** This condition holds. */
  readonly where: EventConditionInput; };

/** Something a customer did. */
export type EventInput = {
  /** The `externalId` of the customer who did it. */
  readonly customer: string;
  /** Your own id of the event, unique within the customer for ever: 1 to 255 characters. The same id with the same content is a duplicate and changes nothing. */
  readonly id: string;
  /** What kind of thing happened: 1 to 255 characters. Meters choose events by it. */
  readonly name: string;
  /** What else to say of it: at most 16 KiB and 8 levels. A number counts as the shortest decimal that names it; send more than 15 digits as a string. */
  readonly properties?: JsonObject | null | undefined;
  /** Which of the customer’s subscriptions pays for it, when two could. */
  readonly subscription?: string | null | undefined;
  /** When it happened. Default: now. Any time in the past is taken; at most 5 minutes ahead of the server’s clock. */
  readonly timestamp?: Date | string | null | undefined;
};

/** How a condition compares. A condition on a property that is missing is false, the negated ones too, except NOT_EXISTS. Numbers compare as exact decimals, text by code point; values of different kinds are never equal and never ordered. */
export type FilterOperator =
  /** A text with this text in it, or a list with this value in it. */
  | 'CONTAINS'
  /** The same value of the same kind. */
  | 'EQUALS'
  /** The property is there. Takes no value. */
  | 'EXISTS'
  /** A greater number, or a text that comes later. */
  | 'GREATER_THAN'
  /** A number that is greater or equal, or a text that does not come earlier. */
  | 'GREATER_THAN_OR_EQUAL'
  /** Equal to one of the values of a list. */
  | 'IN'
  /** A smaller number, or a text that comes earlier. */
  | 'LESS_THAN'
  /** A number that is smaller or equal, or a text that does not come later. */
  | 'LESS_THAN_OR_EQUAL'
  /** A text without this text in it, or a list without this value. */
  | 'NOT_CONTAINS'
  /** There, and another value or of another kind. */
  | 'NOT_EQUALS'
  /** The property is not there. Takes no value. */
  | 'NOT_EXISTS'
  /** There, and equal to none of the values of a list. */
  | 'NOT_IN';

/** Whether a meter counts, and whether its numbers are complete. */
export type MeterStatus =
  /** Complete, and counting every event as it is recorded. */
  | 'ACTIVE'
  /** Readable, and counting nothing new. */
  | 'ARCHIVED'
  /** Counting the events that were recorded before it. Its usage has no value until that is done. */
  | 'BUILDING';

/** A definition to try, and on which events. */
export type PreviewMeterInput = {
  /** What to make of them. */
  readonly aggregation: Aggregation;
  /** Only the events of the customer with this `externalId`. Default: of all. */
  readonly customer?: string | null | undefined;
  /** The name of the events to count. */
  readonly eventName: string;
  /** Which of those events to count. Default: all. */
  readonly filter?: EventFilterInput | null | undefined;
  /** The first instant that counts. Default: from the very beginning. */
  readonly from?: Date | string | null | undefined;
  /** Up to 5 properties to split by. */
  readonly groupBy?: ReadonlyArray<string> | null | undefined;
  /** The first instant that does not count. Default: everything there is. */
  readonly to?: Date | string | null | undefined;
  /** What to divide the aggregate by. Greater than 0. */
  readonly unitSize?: string | number | null | undefined;
  /** The property that holds the value of an event: required, except for COUNT, which takes none. */
  readonly valueProperty?: string | null | undefined;
};

/** Something a customer did, and how to record it. */
export type RecordEventInput = {
  /** True: a customer that is not known yet is created, instead of the event being rejected. */
  readonly createCustomers?: boolean | null | undefined;
  /** The `externalId` of the customer who did it. */
  readonly customer: string;
  /** Your own id of the event, unique within the customer for ever: 1 to 255 characters. The same id with the same content is a duplicate and changes nothing. */
  readonly id: string;
  /** What kind of thing happened: 1 to 255 characters. Meters choose events by it. */
  readonly name: string;
  /** What else to say of it: at most 16 KiB and 8 levels. A number counts as the shortest decimal that names it; send more than 15 digits as a string. */
  readonly properties?: JsonObject | null | undefined;
  /** Which of the customer’s subscriptions pays for it, when two could. */
  readonly subscription?: string | null | undefined;
  /** When it happened. Default: now. Any time in the past is taken; at most 5 minutes ahead of the server’s clock. */
  readonly timestamp?: Date | string | null | undefined;
};

/** Things customers did, and how to record them. */
export type RecordEventsInput = {
  /** True: all or nothing. If one event is rejected, none is recorded. */
  readonly atomic?: boolean | null | undefined;
  /** True: customers that are not known yet are created, instead of their events being rejected. */
  readonly createCustomers?: boolean | null | undefined;
  /** From 1 to 10,000 events, of any customers. */
  readonly events: ReadonlyArray<EventInput>;
};

/** Why an event was not recorded. */
export type RejectionCode =
  /** The customer is archived. */
  | 'CUSTOMER_ARCHIVED'
  /** The `customer` is not 1 to 255 characters, or has control characters. */
  | 'CUSTOMER_INVALID'
  /** No customer has this `externalId`. Create it, or send `createCustomers: true`. */
  | 'CUSTOMER_NOT_FOUND'
  /** The customer has an event with this `id` and another name, timestamp or properties. The first one stands. */
  | 'EVENT_ID_CONFLICT'
  /** The `id` is not 1 to 255 characters, or has control characters. */
  | 'EVENT_ID_INVALID'
  /** The `name` is not 1 to 255 characters, or has control characters. */
  | 'NAME_INVALID'
  /** A property is an integer beyond 2^53 - 1, which was changed before it arrived. Send it as a string. */
  | 'NUMBER_NOT_EXACT'
  /** The `properties` hold a text that cannot be stored, or a number too large to be one. */
  | 'PROPERTIES_INVALID'
  /** The `properties` are nested more than 8 levels deep. */
  | 'PROPERTIES_TOO_DEEP'
  /** The `properties` are more than 16 KiB of JSON. */
  | 'PROPERTIES_TOO_LARGE'
  /** The customer has no such subscription. */
  | 'SUBSCRIPTION_NOT_FOUND'
  /** The `timestamp` is more than 5 minutes ahead of the server’s clock. */
  | 'TIMESTAMP_IN_FUTURE';

/** Which API key to revoke. */
export type RevokeApiKeyInput = {
  /** The global id of the key. */
  readonly id: string;
};

/** What a key may do. */
export type Scope =
  /** Everything. */
  | 'ADMIN'
  /** Record and void events, and create customers. */
  | 'INGEST'
  /** Everything that can be read or watched, and tokens for customers. */
  | 'READ';

/** Which customer to take out of the archive. */
export type UnarchiveCustomerInput = {
  /** The global id of the customer. */
  readonly id: string;
};

/** Which meter to take out of the archive. */
export type UnarchiveMeterInput = {
  /** The global id of the meter. */
  readonly id: string;
};

/** What to change of a customer. What is absent stays as it is, null empties. */
export type UpdateCustomerInput = {
  /** A new address; null for none. */
  readonly email?: string | null | undefined;
  /** The global id of the customer. */
  readonly id: string;
  /** Replaces what is there as a whole; null for `{}`. */
  readonly metadata?: JsonObject | null | undefined;
  /** A new name; null for none. */
  readonly name?: string | null | undefined;
};

/** What people call a meter. What is absent stays as it is; what it counts cannot be changed. */
export type UpdateMeterInput = {
  /** A new description; null for none. */
  readonly description?: string | null | undefined;
  /** The global id of the meter. */
  readonly id: string;
  /** A new name. Null is as absent: a meter always has a name. */
  readonly name?: string | null | undefined;
  /** A new unit; null for none. Only the word changes, no number does. */
  readonly unit?: string | null | undefined;
};

/** Which events to take out of all usage. */
export type VoidEventsInput = {
  /** The `externalId` of the customer whose events they are. */
  readonly customer: string;
  /** From 1 to 10,000 ids, as the events were sent with. */
  readonly ids: ReadonlyArray<string>;
};

/** Why a meter did not count an event that was recorded. */
export type WarningCode =
  /** No meter counts events of this name that look like this. */
  | 'NO_METER'
  /** A meter would count it, but the property with its value is not there. */
  | 'VALUE_MISSING'
  /** A meter would count it, but its value is not a number, nor a string that is a plain decimal. */
  | 'VALUE_NOT_NUMERIC';

/** How long a window is. Days, weeks and months are those of the calendar in the time zone. */
export type WindowSize =
  /** From midnight to midnight: 23 or 25 hours when clocks are changed. */
  | 'DAY'
  /** An hour of the clock. */
  | 'HOUR'
  /** A minute of the clock. */
  | 'MINUTE'
  /** From the first of a month to the first of the next. */
  | 'MONTH'
  /** From Monday to Monday. */
  | 'WEEK';

/** Whether a workspace holds real data. */
export type WorkspaceMode =
  /** Real customers and real usage. */
  | 'LIVE'
  /** A sandbox, apart from real data. */
  | 'TEST';

export type CustomerFieldsFragment = { readonly id: string, readonly externalId: string, readonly name: string | null, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null };

export type CustomerQueryVariables = Exact<{
  id?: string | null | undefined;
  externalId?: string | null | undefined;
}>;


export type CustomerQuery = { readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null } | null };

export type CustomersQueryVariables = Exact<{
  search?: string | null | undefined;
  archived?: boolean | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type CustomersQuery = { readonly customers: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly externalId: string, readonly name: string | null, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } };

export type CreateCustomerMutationVariables = Exact<{
  input: CreateCustomerInput;
}>;


export type CreateCustomerMutation = { readonly createCustomer:
    | { readonly __typename: 'CreateCustomerPayload', readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null } }
    | { readonly __typename: 'CustomerAlreadyExists', readonly message: string, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null } }
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type UpdateCustomerMutationVariables = Exact<{
  input: UpdateCustomerInput;
}>;


export type UpdateCustomerMutation = { readonly updateCustomer:
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotFound', readonly message: string }
    | { readonly __typename: 'UpdateCustomerPayload', readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null } }
   | null };

export type ArchiveCustomerMutationVariables = Exact<{
  input: ArchiveCustomerInput;
}>;


export type ArchiveCustomerMutation = { readonly archiveCustomer:
    | { readonly __typename: 'ArchiveCustomerPayload', readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null } }
    | { readonly __typename: 'NotFound', readonly message: string }
   | null };

export type UnarchiveCustomerMutationVariables = Exact<{
  input: UnarchiveCustomerInput;
}>;


export type UnarchiveCustomerMutation = { readonly unarchiveCustomer:
    | { readonly __typename: 'NotFound', readonly message: string }
    | { readonly __typename: 'UnarchiveCustomerPayload', readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null } }
   | null };

export type EventFieldsFragment = { readonly id: string, readonly eventId: string, readonly name: string, readonly timestamp: string, readonly properties: JsonObject, readonly recordedAt: string, readonly voidedAt: string | null, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } };

export type WarningFieldsFragment = { readonly index: number, readonly id: string, readonly code: WarningCode, readonly meter: string | null, readonly message: string };

export type EventQueryVariables = Exact<{
  customer: string;
  eventId: string;
}>;


export type EventQuery = { readonly event: { readonly id: string, readonly eventId: string, readonly name: string, readonly timestamp: string, readonly properties: JsonObject, readonly recordedAt: string, readonly voidedAt: string | null, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } } | null };

export type EventsQueryVariables = Exact<{
  customer?: string | null | undefined;
  name?: string | null | undefined;
  from?: Date | string | null | undefined;
  to?: Date | string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type EventsQuery = { readonly events: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly eventId: string, readonly name: string, readonly timestamp: string, readonly properties: JsonObject, readonly recordedAt: string, readonly voidedAt: string | null, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } };

export type RecordEventMutationVariables = Exact<{
  input: RecordEventInput;
}>;


export type RecordEventMutation = { readonly recordEvent:
    | { readonly __typename: 'EventRejected', readonly message: string, readonly code: RejectionCode }
    | { readonly __typename: 'RecordEventPayload', readonly duplicate: boolean, readonly event: { readonly id: string, readonly eventId: string, readonly name: string, readonly timestamp: string, readonly properties: JsonObject, readonly recordedAt: string, readonly voidedAt: string | null, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } }, readonly warnings: ReadonlyArray<{ readonly index: number, readonly id: string, readonly code: WarningCode, readonly meter: string | null, readonly message: string }> }
   | null };

export type RecordEventsMutationVariables = Exact<{
  input: RecordEventsInput;
}>;


export type RecordEventsMutation = { readonly recordEvents:
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'RecordEventsPayload', readonly recorded: number, readonly duplicates: number, readonly warningCount: number, readonly rejected: ReadonlyArray<{ readonly index: number, readonly id: string | null, readonly code: RejectionCode, readonly message: string }>, readonly warnings: ReadonlyArray<{ readonly index: number, readonly id: string, readonly code: WarningCode, readonly meter: string | null, readonly message: string }> }
   | null };

export type VoidEventsMutationVariables = Exact<{
  input: VoidEventsInput;
}>;


export type VoidEventsMutation = { readonly voidEvents:
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotFound', readonly message: string }
    | { readonly __typename: 'VoidEventsPayload', readonly voided: number, readonly alreadyVoided: number, readonly notFound: ReadonlyArray<string> }
   | null };

export type ApiKeyFieldsFragment = { readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<Scope>, readonly hint: string, readonly createdAt: string, readonly revokedAt: string | null };

export type ApiKeysQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ApiKeysQuery = { readonly apiKeys: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<Scope>, readonly hint: string, readonly createdAt: string, readonly revokedAt: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey:
    | { readonly __typename: 'CreateApiKeyPayload', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<Scope>, readonly hint: string, readonly createdAt: string, readonly revokedAt: string | null } }
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey:
    | { readonly __typename: 'LastAdminKey', readonly message: string }
    | { readonly __typename: 'NotFound', readonly message: string }
    | { readonly __typename: 'RevokeApiKeyPayload', readonly apiKey: { readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<Scope>, readonly hint: string, readonly createdAt: string, readonly revokedAt: string | null } }
   | null };

export type CreateCustomerTokenMutationVariables = Exact<{
  input: CreateCustomerTokenInput;
}>;


export type CreateCustomerTokenMutation = { readonly createCustomerToken:
    | { readonly __typename: 'CreateCustomerTokenPayload', readonly token: string, readonly expiresAt: string, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null } }
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotFound', readonly message: string }
   | null };

export type UsageUpdatedSubscriptionVariables = Exact<{
  customer: string;
  meter: string;
  from?: Date | string | null | undefined;
}>;


export type UsageUpdatedSubscription = { readonly usageUpdated: { readonly from: string | null, readonly to: string, readonly value: string | null, readonly eventCount: string, readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly aggregation: Aggregation, readonly unit: string | null, readonly status: MeterStatus }, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } | null } };

export type EventRecordedSubscriptionVariables = Exact<{
  customer?: string | null | undefined;
  name?: string | null | undefined;
}>;


export type EventRecordedSubscription = { readonly eventRecorded: { readonly id: string, readonly eventId: string, readonly name: string, readonly timestamp: string, readonly properties: JsonObject, readonly recordedAt: string, readonly voidedAt: string | null, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } } };

export type MeterFieldsFragment = { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null };

export type MeterQueryVariables = Exact<{
  id?: string | null | undefined;
  key?: string | null | undefined;
}>;


export type MeterQuery = { readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null } | null };

export type MetersQueryVariables = Exact<{
  archived?: boolean | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type MetersQuery = { readonly meters: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } };

export type PreviewMeterQueryVariables = Exact<{
  input: PreviewMeterInput;
}>;


export type PreviewMeterQuery = { readonly previewMeter:
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'MeterPreview', readonly from: string | null, readonly to: string, readonly value: string | null, readonly eventCount: string, readonly eventsRead: string, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly eventCount: string, readonly message: string }> }
   | null };

export type CreateMeterMutationVariables = Exact<{
  input: CreateMeterInput;
}>;


export type CreateMeterMutation = { readonly createMeter:
    | { readonly __typename: 'CreateMeterPayload', readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null } }
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'MeterKeyTaken', readonly message: string, readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null } }
   | null };

export type UpdateMeterMutationVariables = Exact<{
  input: UpdateMeterInput;
}>;


export type UpdateMeterMutation = { readonly updateMeter:
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'NotFound', readonly message: string }
    | { readonly __typename: 'UpdateMeterPayload', readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null } }
   | null };

export type ArchiveMeterMutationVariables = Exact<{
  input: ArchiveMeterInput;
}>;


export type ArchiveMeterMutation = { readonly archiveMeter:
    | { readonly __typename: 'ArchiveMeterPayload', readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null } }
    | { readonly __typename: 'NotFound', readonly message: string }
   | null };

export type UnarchiveMeterMutationVariables = Exact<{
  input: UnarchiveMeterInput;
}>;


export type UnarchiveMeterMutation = { readonly unarchiveMeter:
    | { readonly __typename: 'NotFound', readonly message: string }
    | { readonly __typename: 'UnarchiveMeterPayload', readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null } }
   | null };

export type PageFieldsFragment = { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null };

export type IssueFieldsFragment = { readonly path: ReadonlyArray<string>, readonly message: string };

export type WorkspaceQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkspaceQuery = { readonly workspace: { readonly id: string, readonly name: string, readonly mode: WorkspaceMode, readonly createdAt: string } };

export type NodeQueryVariables = Exact<{
  id: string;
}>;


export type NodeQuery = { readonly node:
    | { readonly __typename: 'ApiKey', readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<Scope>, readonly hint: string, readonly createdAt: string, readonly revokedAt: string | null }
    | { readonly __typename: 'Customer', readonly externalId: string, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null, readonly id: string, readonly customerName: string | null }
    | { readonly __typename: 'Event', readonly id: string, readonly eventId: string, readonly name: string, readonly timestamp: string, readonly properties: JsonObject, readonly recordedAt: string, readonly voidedAt: string | null, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } }
    | { readonly __typename: 'Meter', readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null }
    | { readonly __typename: 'Workspace', readonly name: string, readonly mode: WorkspaceMode, readonly createdAt: string, readonly id: string }
   | null };

export type NodesQueryVariables = Exact<{
  ids: ReadonlyArray<string>;
}>;


export type NodesQuery = { readonly nodes: ReadonlyArray<
    | { readonly __typename: 'ApiKey', readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<Scope>, readonly hint: string, readonly createdAt: string, readonly revokedAt: string | null }
    | { readonly __typename: 'Customer', readonly externalId: string, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null, readonly id: string, readonly customerName: string | null }
    | { readonly __typename: 'Event', readonly id: string, readonly eventId: string, readonly name: string, readonly timestamp: string, readonly properties: JsonObject, readonly recordedAt: string, readonly voidedAt: string | null, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } }
    | { readonly __typename: 'Meter', readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null }
    | { readonly __typename: 'Workspace', readonly name: string, readonly mode: WorkspaceMode, readonly createdAt: string, readonly id: string }
   | null> };

type NodeFields_ApiKey_Fragment = { readonly __typename: 'ApiKey', readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<Scope>, readonly hint: string, readonly createdAt: string, readonly revokedAt: string | null };

type NodeFields_Customer_Fragment = { readonly __typename: 'Customer', readonly externalId: string, readonly email: string | null, readonly metadata: JsonObject, readonly createdAt: string, readonly archivedAt: string | null, readonly id: string, readonly customerName: string | null };

type NodeFields_Event_Fragment = { readonly __typename: 'Event', readonly id: string, readonly eventId: string, readonly name: string, readonly timestamp: string, readonly properties: JsonObject, readonly recordedAt: string, readonly voidedAt: string | null, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } };

type NodeFields_Meter_Fragment = { readonly __typename: 'Meter', readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly eventName: string, readonly aggregation: Aggregation, readonly valueProperty: string | null, readonly filter: JsonObject | null, readonly groupBy: ReadonlyArray<string>, readonly unit: string | null, readonly unitSize: string | null, readonly status: MeterStatus, readonly createdAt: string, readonly archivedAt: string | null, readonly build: { readonly eventsRead: string, readonly eventsTotal: string, readonly progress: string, readonly startedAt: string, readonly finishedAt: string | null } | null };

type NodeFields_Workspace_Fragment = { readonly __typename: 'Workspace', readonly name: string, readonly mode: WorkspaceMode, readonly createdAt: string, readonly id: string };

export type NodeFieldsFragment =
  | NodeFields_ApiKey_Fragment
  | NodeFields_Customer_Fragment
  | NodeFields_Event_Fragment
  | NodeFields_Meter_Fragment
  | NodeFields_Workspace_Fragment
;

export type UsageFieldsFragment = { readonly from: string | null, readonly to: string, readonly value: string | null, readonly eventCount: string, readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly aggregation: Aggregation, readonly unit: string | null, readonly status: MeterStatus }, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } | null };

export type WindowFieldsFragment = { readonly from: string, readonly to: string, readonly value: string | null, readonly eventCount: string };

export type GroupFieldsFragment = { readonly properties: JsonObject, readonly value: string | null, readonly eventCount: string };

export type CustomerUsageQueryVariables = Exact<{
  customer: string;
  meter: string;
  from?: Date | string | null | undefined;
  to?: Date | string | null | undefined;
}>;


export type CustomerUsageQuery = { readonly customer: { readonly usage: { readonly from: string | null, readonly to: string, readonly value: string | null, readonly eventCount: string, readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly aggregation: Aggregation, readonly unit: string | null, readonly status: MeterStatus }, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } | null } | null } | null };

export type CustomerUsageWindowsQueryVariables = Exact<{
  customer: string;
  meter: string;
  from?: Date | string | null | undefined;
  to?: Date | string | null | undefined;
  size: WindowSize;
  timeZone?: string | null | undefined;
}>;


export type CustomerUsageWindowsQuery = { readonly customer: { readonly usage: { readonly from: string | null, readonly to: string, readonly value: string | null, readonly eventCount: string, readonly windows: ReadonlyArray<{ readonly from: string, readonly to: string, readonly value: string | null, readonly eventCount: string }>, readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly aggregation: Aggregation, readonly unit: string | null, readonly status: MeterStatus }, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } | null } | null } | null };

export type CustomerUsageGroupsQueryVariables = Exact<{
  customer: string;
  meter: string;
  from?: Date | string | null | undefined;
  to?: Date | string | null | undefined;
  by: ReadonlyArray<string>;
}>;


export type CustomerUsageGroupsQuery = { readonly customer: { readonly usage: { readonly from: string | null, readonly to: string, readonly value: string | null, readonly eventCount: string, readonly groups: ReadonlyArray<{ readonly properties: JsonObject, readonly value: string | null, readonly eventCount: string }>, readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly aggregation: Aggregation, readonly unit: string | null, readonly status: MeterStatus }, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } | null } | null } | null };

export type MeterUsageQueryVariables = Exact<{
  meter: string;
  from?: Date | string | null | undefined;
  to?: Date | string | null | undefined;
}>;


export type MeterUsageQuery = { readonly meter: { readonly usage: { readonly from: string | null, readonly to: string, readonly value: string | null, readonly eventCount: string, readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly aggregation: Aggregation, readonly unit: string | null, readonly status: MeterStatus }, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } | null } | null } | null };

export type MeterUsageWindowsQueryVariables = Exact<{
  meter: string;
  from?: Date | string | null | undefined;
  to?: Date | string | null | undefined;
  size: WindowSize;
  timeZone?: string | null | undefined;
}>;


export type MeterUsageWindowsQuery = { readonly meter: { readonly usage: { readonly from: string | null, readonly to: string, readonly value: string | null, readonly eventCount: string, readonly windows: ReadonlyArray<{ readonly from: string, readonly to: string, readonly value: string | null, readonly eventCount: string }>, readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly aggregation: Aggregation, readonly unit: string | null, readonly status: MeterStatus }, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } | null } | null } | null };

export type MeterUsageGroupsQueryVariables = Exact<{
  meter: string;
  from?: Date | string | null | undefined;
  to?: Date | string | null | undefined;
  by: ReadonlyArray<string>;
}>;


export type MeterUsageGroupsQuery = { readonly meter: { readonly usage: { readonly from: string | null, readonly to: string, readonly value: string | null, readonly eventCount: string, readonly groups: ReadonlyArray<{ readonly properties: JsonObject, readonly value: string | null, readonly eventCount: string }>, readonly meter: { readonly id: string, readonly key: string, readonly name: string, readonly aggregation: Aggregation, readonly unit: string | null, readonly status: MeterStatus }, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } | null } | null } | null };

export type TopCustomersQueryVariables = Exact<{
  meter: string;
  from?: Date | string | null | undefined;
  to?: Date | string | null | undefined;
  first?: number | null | undefined;
}>;


export type TopCustomersQuery = { readonly meter: { readonly topCustomers: ReadonlyArray<{ readonly value: string | null, readonly eventCount: string, readonly customer: { readonly id: string, readonly externalId: string, readonly name: string | null } }> } | null };
