export { type Client, type ClientOptions, createClient } from './client.ts';
export type { CredentialOptions } from './credential.ts';
export type { TypedDocument } from './document.ts';
export { MisuraNetworkError, MisuraRequestError, MisuraResultError, type ReportedError } from './errors.ts';
export * from './generated/documents.ts';
export type * from './generated/methods.ts';
export type { ErrorTypeName } from './generated/type-names.ts';
export type * from './generated/types.ts';
export type { JsonObject, JsonValue } from './json.ts';
export type { LiveFeed, LiveOptions } from './live.ts';
export { type Page, pages } from './pages.ts';
export { createRecorder } from './recorder.ts';
export type { NewEvent, RecordedEvent } from './recorder-event.ts';
export type {
  Failure,
  Recorder,
  RecorderOptions,
  RecorderTotals,
  Rejection,
  Warning,
} from './recorder-options.ts';
export type { RequestOptions } from './request.ts';
export { type Payload, type ResultOf, type UnknownResult, unwrap } from './result.ts';
export type { Fetch } from './transport.ts';
