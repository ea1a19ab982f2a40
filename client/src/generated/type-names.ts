// Generated from schema.graphql and client/operations by codegen.ts. Do not edit.
export type ErrorTypeName =
  | 'CustomerAlreadyExists'
  | 'EventRejected'
  | 'InvalidInput'
  | 'LastAdminKey'
  | 'MeterKeyTaken'
  | 'NotFound';

export const payloadTypeNames: readonly string[] = [
  'ArchiveCustomerPayload',
  'ArchiveMeterPayload',
  'CreateApiKeyPayload',
  'CreateCustomerPayload',
  'CreateCustomerTokenPayload',
  'CreateMeterPayload',
  'MeterPreview',
  'RecordEventPayload',
  'RecordEventsPayload',
  'RevokeApiKeyPayload',
  'UnarchiveCustomerPayload',
  'UnarchiveMeterPayload',
  'UpdateCustomerPayload',
  'UpdateMeterPayload',
  'VoidEventsPayload',
];