import { llmFetch } from './llm-fetch.ts';
import type { AnyFetch } from './model-request.ts';
import type { LlmMeterOptions } from './options.ts';

/** A client of the package `openai` (5 or newer), of `@anthropic-ai/sdk`, or of another that is built like these. */
export type LlmClient = { withOptions(options: { fetch: AnyFetch }): unknown };

/**
 * Another client with the same options, whose calls are recorded: every way to call a model, streams and the SDK's helpers
 * included. `client` itself stays as it is.
 *
 * It sees what is sent and received (`llmFetch`), so nothing about the client or what it gives is different.
 */
export function meterLlm<TClient extends LlmClient>(client: TClient, options: LlmMeterOptions): TClient {
  // Not its methods in a wrapper: each helper of an SDK reaches them by another way, and a wrapper would have to know all.
  const { fetch } = client as { readonly fetch?: AnyFetch };
  const metered = llmFetch(fetch === undefined ? options : { ...options, fetch });
  return client.withOptions({ fetch: metered }) as TClient;
}
