export type { EventDetails, MeteringFailure, MeteringOptions, Soon } from '../metering/record-aside.ts';
export { type LlmClient, meterLlm } from './client.ts';
export { type LanguageModelMiddleware, llmMiddleware } from './language-model.ts';
export { llmFetch } from './llm-fetch.ts';
export type { AnyFetch } from './model-request.ts';
export type { LlmCall, LlmMeterOptions } from './options.ts';
