import type { LlmAnswer, LlmRequest } from './llm-server.ts';

// In the formats of the providers' documentation, with the numbers that the tests expect.
const completion = { id: 'chatcmpl-1', created: 1_760_000_000, model: 'gpt-4o-2024-08-06' };
const completionUsage = {
  prompt_tokens: 120,
  completion_tokens: 30,
  total_tokens: 150,
  prompt_tokens_details: { cached_tokens: 100, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 0 },
};
const chunk = (choices: object[], more: object) => ({
  ...completion,
  object: 'chat.completion.chunk',
  choices,
  ...more,
});
const delta = (content: string | null, finish: string | null) => ({
  index: 0,
  delta: content === null ? {} : { role: 'assistant', content },
  finish_reason: finish,
});

function chat({ body }: LlmRequest): LlmAnswer {
  if (body.stream !== true) {
    const message = { role: 'assistant', content: '{"answer":4}', refusal: null };
    const choices = [{ index: 0, message, finish_reason: 'stop', logprobs: null }];
    return { status: 200, json: { ...completion, object: 'chat.completion', choices, usage: completionUsage } };
  }
  const isAsked = (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage === true;
  const none = isAsked ? { usage: null } : {};
  const parts = [delta('Four', null), delta('.', null), delta(null, 'stop')].map((choice) => chunk([choice], none));
  return { parts: [...parts, ...(isAsked ? [chunk([], { usage: completionUsage })] : []), '[DONE]'] };
}

function response({ body }: LlmRequest): LlmAnswer {
  const content = [{ type: 'output_text', text: 'Four.', annotations: [] }];
  const output = [{ id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content }];
  const usage = {
    input_tokens: 50,
    input_tokens_details: { cached_tokens: 10 },
    output_tokens: 7,
    output_tokens_details: { reasoning_tokens: 3 },
    total_tokens: 57,
  };
  const whole = { id: 'resp_1', object: 'response', status: 'completed', model: 'gpt-5.4', output, usage, tools: [] };
  if (body.stream !== true) return { status: 200, json: whole };
  const begun = { ...whole, status: 'in_progress', output: [], usage: null };
  const [item] = output;
  const [text] = content;
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const parts = [
    { type: 'response.created', response: begun },
    { type: 'response.output_item.added', output_index: 0, item: { ...item, content: [] } },
    { type: 'response.content_part.added', ...at, part: { ...text, text: '' } },
    { type: 'response.output_text.delta', ...at, delta: 'Four.', logprobs: [] },
    { type: 'response.completed', response: whole },
  ];
  return { parts: parts.map((part, i) => ({ ...part, sequence_number: i })), named: true };
}

function message({ body }: LlmRequest): LlmAnswer {
  const usage = { input_tokens: 25, cache_creation_input_tokens: 40, cache_read_input_tokens: 1_000 };
  const whole = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-5-5', stop_sequence: null };
  const content = [{ type: 'text', text: 'Four.' }];
  if (body.stream !== true) {
    const json = { ...whole, content, stop_reason: 'end_turn', usage: { ...usage, output_tokens: 15 } };
    return { status: 200, json };
  }
  const parts = [
    {
      type: 'message_start',
      message: { ...whole, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Four.' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 15 } },
    { type: 'message_stop' },
  ];
  return { parts, named: true };
}

function embeddings({ body }: LlmRequest): LlmAnswer {
  const embedding = body.encoding_format === 'base64' ? 'AACAPwAAAEA=' : [1, 2];
  const data = [{ object: 'embedding', index: 0, embedding }];
  const usage = { prompt_tokens: 8, total_tokens: 8 };
  return { status: 200, json: { object: 'list', data, model: 'text-embedding-3-small', usage } };
}

const byPath: Readonly<Record<string, (request: LlmRequest) => LlmAnswer>> = {
  '/v1/chat/completions': chat,
  '/v1/responses': response,
  '/v1/embeddings': embeddings,
  '/v1/messages': message,
  '/v1/messages?beta=true': message,
};

/** What a provider would answer, of both kinds. */
export function llmAnswer(request: LlmRequest): LlmAnswer {
  return byPath[request.path]?.(request) ?? { status: 404, json: { error: { message: `no ${request.path}` } } };
}
