import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText, wrapLanguageModel } from 'ai';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { llmMiddleware } from '../../client/src/llm/index.ts';
import { type KeptEvents, keepEvents } from '../kit/events-of.ts';
import { llmAnswer } from '../kit/llm-answers.ts';
import { all } from '../kit/llm-calls.ts';
import { type LlmServer, startLlmServer } from '../kit/llm-server.ts';

let server: LlmServer;
let kept: KeptEvents;

beforeAll(async () => {
  server = await startLlmServer(llmAnswer);
});
afterAll(() => server.close());
beforeEach(() => {
  kept = keepEvents();
});
afterEach(() => kept.recorder.close());

const prompt = 'What is 2+2?';
const plain = () =>
  createOpenAICompatible({ name: 'stand-in', baseURL: `${server.url}/v1`, includeUsage: true })('gpt-4o');
const metered = () =>
  wrapLanguageModel({ model: plain(), middleware: llmMiddleware({ recorder: kept.recorder, customer: 'ada' }) });
const event = {
  ...{ name: 'llm.request', customer: 'ada', provider: 'stand-in.chat' },
  ...{ model: 'gpt-4o', responseModel: 'gpt-4o-2024-08-06' },
};
const tokens = { inputTokens: 120, outputTokens: 30, cachedInputTokens: 100, reasoningTokens: 20, totalTokens: 150 };

test('a generated text is one event, and the same text', async () => {
  const { text } = await generateText({ model: metered(), prompt });
  expect(text).toBe((await generateText({ model: plain(), prompt })).text);
  expect(await kept.taken()).toEqual([{ ...event, ...tokens, operation: 'generate', outcome: 'completed' }]);
});

test('so is a streamed one', async () => {
  const { textStream } = streamText({ model: metered(), prompt });
  expect(await all(textStream)).toEqual(['Four', '.']);
  expect(await kept.taken()).toEqual([{ ...event, ...tokens, operation: 'stream', outcome: 'completed' }]);
});

test('a call that fails is none, and its error is its own', async () => {
  server.next({ status: 400, json: { error: { message: 'The model is busy being retired.' } } });
  await expect(generateText({ model: metered(), prompt, maxRetries: 0 })).rejects.toThrow('being retired');
  expect(await kept.taken()).toEqual([]);
});

const first = { id: 'chatcmpl-1', model: 'gpt-4o-2024-08-06', choices: [{ index: 0, delta: { content: 'F' } }] };

test('a stream that is aborted is an event without what nobody knows', async () => {
  server.next({ parts: [first, null] });
  const abort = new AbortController();
  const { fullStream } = streamText({ model: metered(), prompt, abortSignal: abort.signal });
  for await (const { type } of fullStream) if (type === 'text-delta') abort.abort();
  expect(await kept.taken()).toEqual([{ ...event, operation: 'stream', outcome: 'aborted' }]);
  await expect.poll(server.openCount).toBe(0);
});

test('one with an error in it has failed', async () => {
  server.next({ parts: [first, { error: { message: 'overloaded' } }] });
  const errors: unknown[] = [];
  await streamText({ model: metered(), prompt, onError: ({ error }) => void errors.push(error) }).consumeStream();
  expect(errors).toHaveLength(1);
  expect(await kept.taken()).toMatchObject([{ ...event, operation: 'stream', outcome: 'failed' }]);
});
