import { countField } from './fields.ts';

/** In the provider's own count. Null where it does not say. */
export type TokenUsage = {
  /** All of them, those from a cache and those written to one included. */
  readonly inputTokens: number | null;
  /** All of them, reasoning included. */
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
};

/** The `usage` of an answer of OpenAI's chat completions, responses and embeddings, or of Anthropic's messages. */
export function tokenUsage(usage: unknown): TokenUsage {
  const fresh = countField(usage, 'input_tokens');
  // Beside `input_tokens` with Anthropic, within them with everybody else. Here always within.
  const cacheRead = countField(usage, 'cache_read_input_tokens');
  const cacheWritten = countField(usage, 'cache_creation_input_tokens');
  return {
    inputTokens:
      countField(usage, 'prompt_tokens') ?? (fresh === null ? null : fresh + (cacheRead ?? 0) + (cacheWritten ?? 0)),
    outputTokens: countField(usage, 'completion_tokens') ?? countField(usage, 'output_tokens'),
    cachedInputTokens:
      countField(usage, 'prompt_tokens_details', 'cached_tokens') ??
      countField(usage, 'input_tokens_details', 'cached_tokens') ??
      cacheRead,
    cacheWriteTokens: cacheWritten,
    reasoningTokens:
      countField(usage, 'completion_tokens_details', 'reasoning_tokens') ??
      countField(usage, 'output_tokens_details', 'reasoning_tokens'),
  };
}

/** The `usage` of a language model of the AI SDK. From version 3 of its specification on counts are in groups. */
export function languageModelUsage(usage: unknown): TokenUsage {
  return {
    inputTokens: countField(usage, 'inputTokens', 'total') ?? countField(usage, 'inputTokens'),
    outputTokens: countField(usage, 'outputTokens', 'total') ?? countField(usage, 'outputTokens'),
    cachedInputTokens: countField(usage, 'inputTokens', 'cacheRead') ?? countField(usage, 'cachedInputTokens'),
    cacheWriteTokens: countField(usage, 'inputTokens', 'cacheWrite'),
    reasoningTokens: countField(usage, 'outputTokens', 'reasoning') ?? countField(usage, 'reasoningTokens'),
  };
}
