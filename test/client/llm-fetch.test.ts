import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClient, createRecorder } from '../../client/src/index.ts';
import { type AnyFetch, type LlmMeterOptions, llmFetch } from '../../client/src/llm/index.ts';
import { type KeptEvents, keepEvents } from '../kit/events-of.ts';

let kept: KeptEvents;

beforeEach(() => {
  kept = keepEvents();
});
afterEach(() => kept.recorder.close());

const url = 'https://models.test/v1/chat/completions';
const answer = { model: 'm-1', usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } };
const answering: AnyFetch = async () => Response.json(answer);
const ask = { method: 'POST', body: '{"model":"m"}' };
const metered = (options: Partial<LlmMeterOptions & { fetch: AnyFetch }>) =>
  llmFetch({ recorder: kept.recorder, customer: 'ada', fetch: answering, ...options });
const event = {
  ...{ name: 'llm.request', customer: 'ada', provider: 'models.test', operation: 'chat.completions', model: 'm' },
  ...{ responseModel: 'm-1', inputTokens: 3, outputTokens: 4, totalTokens: 7, outcome: 'completed' },
};

describe('what is recorded, and for whom', () => {
  test('who pays is found out when the call begins, in the context of who calls', async () => {
    const account = new AsyncLocalStorage<string>();
    const fetch = metered({ customer: () => account.getStore() });
    for (const name of ['ada', 'bob']) await account.run(name, async () => (await fetch(url, ask)).json());
    await (await fetch(url, ask)).json();
    expect(await kept.taken()).toEqual([event, { ...event, customer: 'bob' }]);
  });

  test('or is looked up, which delays nothing', async () => {
    let find: (customer: string) => void = () => undefined;
    const customer = () => new Promise<string>((resolve) => (find = resolve));
    expect(await (await metered({ customer })(url, ask)).json()).toEqual(answer);
    expect(await kept.taken()).toEqual([]);
    find('bob');
    expect(await kept.taken()).toEqual([{ ...event, customer: 'bob' }]);
  });

  test('an event of the caller’s own, with what was measured in it, or none', async () => {
    const fetch = metered({
      event: ({ params }) =>
        params.user === undefined
          ? null
          : {
              name: 'ai.call',
              subscription: 'sub_1',
              hold: 'hld_1',
              properties: { user: `${params.user}`, operation: 7 },
            },
    });
    await (await fetch(url, ask)).json();
    await (await fetch(new URL(url), { ...ask, body: '{"model":"m","user":"u"}' })).json();
    expect(await kept.taken()).toEqual([
      { ...event, name: 'ai.call', subscription: 'sub_1', hold: 'hld_1', user: 'u', operation: 7 },
    ]);
  });

  test('numbers that are none are not taken for tokens', async () => {
    const usage = { prompt_tokens: '3', completion_tokens: -1, prompt_tokens_details: { cached_tokens: 0.5 } };
    await (await metered({ fetch: async () => Response.json({ usage }) })(url, ask)).json();
    const { responseModel: _, inputTokens: _i, outputTokens: _o, totalTokens: _t, ...rest } = event;
    expect(await kept.taken()).toEqual([rest]);
  });

  test('an answer that is an error, whatever its status is, has failed', async () => {
    await (await metered({ fetch: async () => Response.json({ model: 'm', error: { code: 502 } }) })(url, ask)).json();
    expect(await kept.taken()).toMatchObject([{ model: 'm', outcome: 'failed' }]);
  });

  test.each<[string, Parameters<AnyFetch>]>([
    ['a page', ['https://models.test/', {}]],
    ['another request', ['https://models.test/v1/files', ask]],
    ['a message of a thread', ['https://models.test/v1/threads/t_1/messages', ask]],
    ['a body that is no JSON', [url, { ...ask, body: 'model=m' }]],
    ['a list', [url, { method: 'GET' }]],
    ['a Request', [new Request(url, ask)]],
    ['an address that is none', ['/v1/chat/completions', ask]],
  ])('%s passes as it is', async (_, given) => {
    const fetch = vi.fn(answering);
    const response = await metered({ fetch })(...given);
    expect(fetch.mock.calls).toEqual([[given[0], given[1]]]);
    expect(response).toBe(await fetch.mock.results[0]?.value);
    await response.json();
    expect(await kept.taken()).toEqual([]);
  });
});

describe('nothing about Misura fails or delays a call', () => {
  test('a server that is away', async () => {
    const onError = vi.fn();
    const client = createClient({ url: 'http://127.0.0.1:1/graphql', key: 'k', timeoutMs: 1_000 });
    const recorder = createRecorder(client, { maxBatch: 1, maxBuffered: 1, onError });
    const lost = vi.fn();
    const fetch = metered({ recorder, onError: lost });
    for (let i = 0; i < 3; i++) expect(await (await fetch(url, ask)).json()).toEqual(answer);
    // One is held, two wait for room, until that cannot come any more.
    expect(recorder.unsent()).toHaveLength(1);
    await expect(recorder.close({ timeoutMs: 1 })).rejects.toThrow('not acknowledged');
    await expect.poll(() => lost.mock.calls.length).toBe(2);
  });

  test('a function that throws or rejects, which is told', async () => {
    const onError = vi.fn();
    const error = new Error('no context');
    const customer = () => {
      throw error;
    };
    expect(await (await metered({ customer, onError })(url, ask)).json()).toEqual(answer);
    expect(await (await metered({ event: () => Promise.reject(error), onError })(url, ask)).json()).toEqual(answer);
    expect(onError.mock.calls).toEqual([[{ error, event: null }], [{ error, event: null }]]);
    expect(await kept.taken()).toEqual([]);
  });

  test('a recorder that is closed, which is told with the event', async () => {
    const onError = vi.fn();
    await kept.recorder.close();
    expect(await (await metered({ onError })(url, ask)).json()).toEqual(answer);
    await expect.poll(() => onError.mock.calls.length).toBe(1);
    const { name, customer, outcome } = event;
    expect(onError.mock.calls[0]?.[0]).toMatchObject({
      error: new Error('This recorder is closed.'),
      event: { name, customer, properties: { outcome, totalTokens: 7 } },
    });
  });

  test('an answer that cannot be seen, which is told', async () => {
    const onError = vi.fn();
    const body = Readable.from(['{}']);
    const fetch = async () => ({ ok: true, body, headers: new Headers() }) as unknown as Response;
    expect((await metered({ fetch, onError })(url, ask)).body).toBe(body);
    const read = Response.json(answer);
    read.body?.getReader();
    expect(await metered({ fetch: async () => read, onError })(url, ask)).toBe(read);
    await expect.poll(() => onError.mock.calls.length).toBe(2);
    expect(onError.mock.calls[0]?.[0].error.message).toContain('no ReadableStream');
  });
});

test('a stream is passed on piece by piece as it is read, and none is read before', async () => {
  let readCount = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        readCount++;
        // Cut in the middle of a character, of a line and of a part.
        const text = new TextEncoder().encode(
          `: wait\r\n\r\ndata: {"model":"m-1","choices":[{"text":"é${readCount}"}]}\r\n\r\n`,
        );
        controller.enqueue(text.slice(0, text.indexOf(0xc3) + 1));
        controller.enqueue(text.slice(text.indexOf(0xc3) + 1));
        if (readCount === 2) {
          const usage = `data: {"choices":[],"usage":${JSON.stringify(answer.usage)}}`;
          controller.enqueue(new TextEncoder().encode(usage));
          controller.close();
        }
      },
    },
    { highWaterMark: 0 },
  );
  const fetch = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  const response = await metered({ fetch })(url, { ...ask, body: '{"model":"m","stream":true}' });
  expect(readCount).toBe(0);
  const reader = response.body?.getReader();
  const parts: string[] = [];
  for (let i = 1; i <= 2; i++) {
    parts.push(new TextDecoder().decode((await reader?.read())?.value));
    expect(readCount).toBe(i);
  }
  expect(await reader?.read()).toMatchObject({ done: true });
  expect(parts).toEqual([1, 2].map((n) => `data: {"model":"m-1","choices":[{"text":"é${n}"}]}\n\n`));
  expect(await kept.taken()).toEqual([event]);
});
