import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import { type LlmMeterOptions, meterLlm } from '../../client/src/llm/index.ts';
import { type KeptEvents, keepEvents } from '../kit/events-of.ts';
import { llmAnswer } from '../kit/llm-answers.ts';
import { all, chat, openAICalls } from '../kit/llm-calls.ts';
import { type LlmServer, startLlmServer } from '../kit/llm-server.ts';

let server: LlmServer;
let plain: OpenAI;
let kept: KeptEvents;

beforeAll(async () => {
  server = await startLlmServer(llmAnswer);
  plain = new OpenAI({ apiKey: 'none', baseURL: `${server.url}/v1`, maxRetries: 0 });
});
afterAll(() => server.close());
beforeEach(() => {
  kept = keepEvents();
});
afterEach(() => kept.recorder.close());

const metered = (options: Partial<LlmMeterOptions> = {}) =>
  meterLlm(plain, { recorder: kept.recorder, customer: 'ada', ...options });

/** The events of a call that is answered by the stand-in, by its name. */
function eventOf(name: string) {
  const event = { name: 'llm.request', customer: 'ada', provider: new URL(server.url).host, outcome: 'completed' };
  if (name.includes('embeddings'))
    return { ...event, operation: 'embeddings', model: 'text-embedding-3-small', inputTokens: 8, totalTokens: 8 };
  if (name.includes('response') && !name.startsWith('chat')) {
    const tokens = { inputTokens: 50, outputTokens: 7, cachedInputTokens: 10, reasoningTokens: 3, totalTokens: 57 };
    return { ...event, operation: 'responses', model: 'gpt-5.4', ...tokens };
  }
  const tokens = { inputTokens: 120, outputTokens: 30, cachedInputTokens: 100, reasoningTokens: 20, totalTokens: 150 };
  return { ...withoutTokens(), ...tokens };
}

function withoutTokens(outcome = 'completed') {
  const event = { name: 'llm.request', customer: 'ada', provider: new URL(server.url).host, outcome };
  return { ...event, operation: 'chat.completions', model: 'gpt-4o', responseModel: 'gpt-4o-2024-08-06' };
}

describe('a call is recorded once, and gives what it gives without the meter', () => {
  test.each(Object.entries(openAICalls))('%s', async (name, call) => {
    const expected = await call(plain);
    expect(await call(metered())).toEqual(expected);
    expect(await kept.taken()).toEqual([eventOf(name)]);
  });

  test('what is no call to a model is not', async () => {
    const client = metered();
    expectTypeOf(client).toEqualTypeOf<OpenAI>();
    expect(client).toBeInstanceOf(OpenAI);
    expect(client.baseURL).toBe(plain.baseURL);
    await expect(client.models.list()).rejects.toThrow(OpenAI.NotFoundError);
    await expect(client.post('/nothing', { body: { model: 'gpt-4o' } })).rejects.toThrow(OpenAI.NotFoundError);
    await plain.chat.completions.create(chat);
    expect(await kept.taken()).toEqual([]);
  });

  test('a client that cannot be given a fetch does not pass for one', () => {
    // @ts-expect-error it has no withOptions
    expect(() => meterLlm({ chat: plain.chat }, { ...kept, customer: 'ada' })).toThrow(TypeError);
  });
});

describe('the usage of a stream', () => {
  test('is asked for beside the options of who asks, and by nobody else', async () => {
    const stream_options = { include_obfuscation: false };
    await all(await metered().chat.completions.create({ ...chat, stream: true, stream_options }));
    expect(server.requests.at(-1)?.body.stream_options).toEqual({ include_obfuscation: false, include_usage: true });
    await metered().chat.completions.create(chat);
    expect(server.requests.at(-1)?.body).toEqual(chat);
  });

  test('a server that does not know the option is asked without it, and from then on at once', async () => {
    const refusal = { status: 400, json: { error: { message: 'Unrecognized request argument: stream_options' } } };
    server.next(refusal);
    const client = metered();
    const before = server.requests.length;
    for (let i = 0; i < 2; i++) {
      const parts = await all(await client.chat.completions.create({ ...chat, stream: true }));
      expect(parts.map(({ choices }) => choices[0]?.delta.content)).toEqual(['Four', '.', undefined]);
    }
    const asked = server.requests.slice(before).map(({ body }) => body.stream_options);
    expect(asked).toEqual([{ include_usage: true }, undefined, undefined]);
    expect(await kept.taken()).toEqual([withoutTokens(), withoutTokens()]);
  });
});

describe('a call that fails', () => {
  test.each([true, false])('is no event, and its error is its own: stream %s', async (stream) => {
    server.next({ status: 400, json: { error: { message: 'The model is busy being retired.' } } });
    const before = server.requests.length;
    await expect(metered().chat.completions.create({ ...chat, stream })).rejects.toThrow('400 The model is busy');
    expect(server.requests.length).toBe(before + 1);
    expect(await kept.taken()).toEqual([]);
  });

  test('and is tried again by the SDK is one event', async () => {
    server.next({ status: 500, json: { error: { message: 'overloaded' } } });
    const client = meterLlm(plain.withOptions({ maxRetries: 1 }), { recorder: kept.recorder, customer: 'ada' });
    await client.chat.completions.create(chat, { headers: { 'x-stainless-retry-count': '0' } });
    expect(await kept.taken()).toEqual([eventOf('chat')]);
  });

  test('and has no answer is no event either', async () => {
    const client = meterLlm(plain.withOptions({ baseURL: 'http://127.0.0.1:1/v1' }), {
      ...{ recorder: kept.recorder, customer: 'ada' },
    });
    await expect(client.chat.completions.create(chat)).rejects.toThrow(OpenAI.APIConnectionError);
    const signal = AbortSignal.abort();
    await expect(metered().chat.completions.create(chat, { signal })).rejects.toThrow(OpenAI.APIUserAbortError);
    expect(await kept.taken()).toEqual([]);
  });
});

describe('a stream that does not come to its end', () => {
  const first = { id: 'chatcmpl-1', model: 'gpt-4o-2024-08-06', choices: [{ index: 0, delta: { content: 'F' } }] };
  const begin = async (parts: (object | string | null)[], usage?: object) => {
    server.next({ parts: [{ ...first, usage }, ...parts] });
    const stream = await metered().chat.completions.create({ ...chat, stream: true });
    const iterator = stream[Symbol.asyncIterator]();
    expect((await iterator.next()).value?.choices[0]?.delta.content).toBe('F');
    return { stream, iterator };
  };

  test('a break is the caller’s, and reaches the server', async () => {
    const { iterator } = await begin([null]);
    await iterator.return?.();
    expect(await kept.taken()).toEqual([withoutTokens('aborted')]);
    await expect.poll(server.openCount).toBe(0);
  });

  test('so is its controller, though nothing is read any more; what was used by then counts', async () => {
    const { stream } = await begin([null], { prompt_tokens: 120, completion_tokens: 1 });
    stream.controller.abort();
    const used = { inputTokens: 120, outputTokens: 1, totalTokens: 121 };
    expect(await kept.taken()).toEqual([{ ...withoutTokens('aborted'), ...used }]);
    await expect.poll(server.openCount).toBe(0);
  });

  test('an error in the stream is thrown as ever, and recorded as failed', async () => {
    const { iterator } = await begin([{ error: { message: 'overloaded' } }]);
    await expect(iterator.next()).rejects.toThrow('overloaded');
    expect(await kept.taken()).toEqual([withoutTokens('failed')]);
  });

  test('so is a connection that breaks', async () => {
    const { iterator } = await begin([null]);
    const next = iterator.next();
    server.breakStreams();
    await expect(next).rejects.toThrow('terminated');
    expect(await kept.taken()).toEqual([withoutTokens('failed')]);
  });
});
