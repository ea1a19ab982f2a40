import Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, expect, expectTypeOf, test } from 'vitest';
import { meterLlm } from '../../client/src/llm/index.ts';
import { type KeptEvents, keepEvents } from '../kit/events-of.ts';
import { llmAnswer } from '../kit/llm-answers.ts';
import { anthropicCalls, message } from '../kit/llm-calls.ts';
import { type LlmServer, startLlmServer } from '../kit/llm-server.ts';

let server: LlmServer;
let plain: Anthropic;
let kept: KeptEvents;

beforeAll(async () => {
  server = await startLlmServer(llmAnswer);
  plain = new Anthropic({ apiKey: 'none', baseURL: server.url, maxRetries: 0 });
});
afterAll(() => server.close());
beforeEach(() => {
  kept = keepEvents();
});
afterEach(() => kept.recorder.close());

const metered = () => meterLlm(plain, { recorder: kept.recorder, customer: 'ada' });
const event = () => ({
  ...{ name: 'llm.request', customer: 'ada', provider: new URL(server.url).host, operation: 'messages' },
  model: 'claude-sonnet-5-5',
});
// 25 are fresh, and what goes through the cache is not among them.
const input = { inputTokens: 1_065, cachedInputTokens: 1_000, cacheWriteTokens: 40 };

test.each(Object.entries(anthropicCalls))('%s: one event, and the same answer', async (_, call) => {
  const expected = await call(plain);
  expect(await call(metered())).toEqual(expected);
  expect(await kept.taken()).toEqual([
    { ...event(), ...input, outputTokens: 15, totalTokens: 1_080, outcome: 'completed' },
  ]);
});

test('what is no answer of a model is no event, and a failing call neither', async () => {
  const client = metered();
  expectTypeOf(client).toEqualTypeOf<Anthropic>();
  expect(client).toBeInstanceOf(Anthropic);
  server.next({ status: 200, json: { input_tokens: 7 } });
  expect((await client.messages.countTokens(message)).input_tokens).toBe(7);
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
  server.next({ status: 529, json: error });
  await expect(client.messages.create(message)).rejects.toThrow('529');
  expect(await kept.taken()).toEqual([]);
});

const begun = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [],
    usage: { input_tokens: 25, output_tokens: 1 },
  },
};
const usedByThen = { inputTokens: 25, outputTokens: 1, totalTokens: 26 };

test('a stream that is given up counts what was used by then', async () => {
  server.next({ parts: [begun, null], named: true });
  for await (const part of await metered().messages.create({ ...message, stream: true })) {
    expect(part.type).toBe('message_start');
    break;
  }
  expect(await kept.taken()).toEqual([{ ...event(), ...usedByThen, outcome: 'aborted' }]);
  await expect.poll(server.openCount).toBe(0);
});

test('so does one that fails on the way', async () => {
  server.next({
    parts: [begun, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
    named: true,
  });
  await expect(metered().messages.stream(message).finalMessage()).rejects.toThrow('Overloaded');
  expect(await kept.taken()).toEqual([{ ...event(), ...usedByThen, outcome: 'failed' }]);
});
