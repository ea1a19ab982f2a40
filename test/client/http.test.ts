import express from 'express';
import express4 from 'express-4';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { type CountedRequest, type HttpMeterOptions, meterExpress, meterFetch } from '../../client/src/http/index.ts';
import { createClient, createRecorder, unwrap } from '../../client/src/index.ts';
import { type KeptEvents, keepEvents } from '../kit/events-of.ts';
import { type App, appNames, serve, startApp } from '../kit/http-apps.ts';
import { startTestServer } from '../kit/server.ts';

let kept: KeptEvents;

beforeEach(() => {
  kept = keepEvents();
});
afterEach(() => kept.recorder.close());

const headers = { customer: 'ada' };
const event = { name: 'http.request', customer: 'ada', method: 'GET', outcome: 'completed' };
const reportLength = { responseBytes: JSON.stringify({ pages: 12 }).length };

const expressRoutes = {
  ...{ broken: '/broken', stream: '/stream', never: '/never', report: '/reports/:id', made: '/reports/' },
} as const;

/** What each of them knows of a request beside what all know. */
const routes = {
  Express: expressRoutes,
  'Express 4': expressRoutes,
  'plain Node': {},
  Fastify: { broken: '/broken', stream: '/stream', never: '/never', report: '/reports/:id', made: '/reports' },
  'Hono on Node': {
    broken: '/broken',
    stream: '/stream',
    never: '/never',
    report: '/reports/:id',
    made: '/reports',
    missing: '/*',
  },
  'Hono elsewhere': { broken: '/broken', stream: '/stream', report: '/reports/:id', made: '/reports', missing: '/*' },
  'a fetch handler': {},
} as const;
const lengths = ['Express', 'Express 4', 'plain Node', 'Fastify'];

describe.each(appNames)('%s', (name) => {
  let app: App;
  const known: Readonly<Record<string, string | undefined>> = routes[name];
  const route = (of: string) => (known[of] === undefined ? {} : { route: known[of] });
  const withLength = lengths.includes(name) ? reportLength : {};

  beforeAll(async () => {
    // By way of the variable, which is another one for each test.
    const recorder = {
      record: (recorded: Parameters<KeptEvents['recorder']['record']>[0]) => kept.recorder.record(recorded),
    };
    app = await startApp(name, { recorder });
  });
  afterAll(() => app.close());

  test('an answered request is one event, whatever the answer is', async () => {
    expect(await (await fetch(`${app.url}/reports/7`, { headers })).json()).toEqual({ pages: 12 });
    const body = JSON.stringify({ of: 'ada' });
    const json = { ...headers, 'content-type': 'application/json' };
    expect((await fetch(`${app.url}/reports`, { method: 'POST', body, headers: json })).status).toBe(201);
    expect((await fetch(`${app.url}/nothing`, { headers })).status).toBe(404);
    expect((await fetch(`${app.url}/broken`, { headers })).status).toBe(500);
    const seen: unknown[] = [];
    await expect.poll(async () => seen.push(...(await kept.taken()))).toBe(4);
    expect(seen).toMatchObject([
      { ...event, status: 200, ...route('report'), ...withLength },
      { ...event, status: 201, method: 'POST', ...route('made'), requestBytes: body.length, ...withLength },
      { ...event, status: 404, ...route('missing') },
      name === 'a fetch handler' ? { ...event, outcome: 'failed' } : { ...event, status: 500, ...route('broken') },
    ]);
  });

  test('a stream is counted when it has ended', async () => {
    expect(await (await fetch(`${app.url}/stream?whole`, { headers })).text()).toBe('data: 1\n\n');
    await expect.poll(kept.taken).toEqual([{ ...event, status: 200, ...route('stream') }]);
  });

  test('a stream that is given up is aborted', async () => {
    const abort = new AbortController();
    const response = await fetch(`${app.url}/stream`, { headers, signal: abort.signal });
    await response.body?.getReader().read();
    expect(await kept.taken()).toEqual([]);
    abort.abort();
    await expect.poll(kept.taken).toEqual([{ ...event, status: 200, ...route('stream'), outcome: 'aborted' }]);
  });

  test('a request without a customer is not counted', async () => {
    expect((await fetch(`${app.url}/reports/7`)).status).toBe(200);
    await (await fetch(`${app.url}/stream?whole`, { headers })).text();
    await expect.poll(kept.taken).toEqual([{ ...event, status: 200, ...route('stream') }]);
  });
});

test.each(['Express', 'Express 4', 'plain Node', 'Fastify', 'Hono on Node'] as const)(
  '%s: a request that is given up before its answer has no status',
  async (name) => {
    const app = await startApp(name, { recorder: kept.recorder });
    const abort = new AbortController();
    const { never } = routes[name] as { readonly never?: string };
    const come = app.nextRequest();
    const answer = fetch(`${app.url}/never`, { headers, signal: abort.signal }).catch((error: Error) => error.name);
    await come;
    abort.abort();
    expect(await answer).toBe('AbortError');
    const route = never === undefined ? {} : { route: never };
    await expect.poll(kept.taken).toEqual([{ ...event, ...route, outcome: 'aborted' }]);
    await app.close();
  },
);

test.each([
  ['5', express],
  ['4', express4 as unknown as typeof express],
])('a meter that is mounted at two paths that both fit counts once: Express %s', async (_, framework) => {
  const meter = meterExpress({ recorder: kept.recorder, customer: () => 'ada' });
  const router = framework.Router();
  router.get('/7', meter, (_request, response) => void response.json({}));
  const app = await serve(framework().use(meter).use('/reports', meter, router));
  for (let i = 0; i < 2; i++) await (await fetch(`${app.url}/reports/7`)).json();
  const once = { ...event, status: 200, route: '/reports/7', responseBytes: 2 };
  await expect.poll(kept.taken).toEqual([once, once]);
  await app.close();
});

test('the request is the framework’s own, where it can be known', () => {
  const { recorder } = kept;
  const customer = () => null;
  express().use(meterExpress({ recorder, customer, event: (request) => ({ properties: { host: request.hostname } }) }));
  express4().use(meterExpress({ recorder, customer: (request) => request.get('customer') }));
  // @ts-expect-error nor is it anything
  express().use(meterExpress({ recorder, customer: (request) => request.nothing }));
});

test('a client that is gone before the meter sees its request has given it up', async () => {
  const abort = new AbortController();
  const meter = meterExpress({ recorder: kept.recorder, customer: () => 'ada' });
  const next = vi.fn();
  const app = await serve((request, response) => {
    response.once('close', () => queueMicrotask(() => meter(request, response, next)));
    abort.abort();
  });
  await expect(fetch(app.url, { signal: abort.signal })).rejects.toThrow('aborted');
  await expect.poll(kept.taken).toEqual([{ ...event, outcome: 'aborted' }]);
  expect(next).toHaveBeenCalledTimes(1);
  await app.close();
});

describe('what is recorded, and for whom', () => {
  const answer = async () => new Response('fine', { headers: { 'content-length': '4' } });
  const metered = (options: Partial<HttpMeterOptions<Request>>) =>
    meterFetch(answer, { recorder: kept.recorder, customer: () => 'ada', ...options });
  const ask = (init: RequestInit = {}) => new Request('http://shop.test/reports/7', init);

  test('an event of the caller’s own, with what was measured in it', async () => {
    const event = (request: Request, counted: CountedRequest) => ({
      name: 'report.made',
      subscription: 'sub_1',
      hold: 'hld_1',
      properties: { path: new URL(request.url).pathname, isGood: counted.status === 200, method: 'any' },
    });
    await metered({ event })(ask());
    expect(await kept.taken()).toEqual([
      {
        ...{
          name: 'report.made',
          customer: 'ada',
          subscription: 'sub_1',
          hold: 'hld_1',
          status: 200,
          responseBytes: 4,
        },
        ...{ path: '/reports/7', isGood: true, method: 'any', outcome: 'completed' },
      },
    ]);
  });

  test('or none', async () => {
    const event = async (_: Request, { method }: CountedRequest) => (method === 'GET' ? null : {});
    await metered({ event })(ask());
    await metered({ event })(ask({ method: 'HEAD' }));
    // The length is that of the body that is not there.
    expect(await kept.taken()).toEqual([
      { name: 'http.request', customer: 'ada', method: 'HEAD', status: 200, outcome: 'completed' },
    ]);
  });

  test('a customer who is looked up delays nothing', async () => {
    let find: (customer: string) => void = () => undefined;
    const customer = () => new Promise<string>((resolve) => (find = resolve));
    expect(await (await metered({ customer })(ask())).text()).toBe('fine');
    expect(await kept.taken()).toEqual([]);
    find('bob');
    expect(await kept.taken()).toMatchObject([{ customer: 'bob' }]);
  });

  test('one who cannot be found out fails nothing but the recording, which is told', async () => {
    const onError = vi.fn();
    const error = new Error('no such account');
    const customer = () => {
      throw error;
    };
    expect(await (await metered({ customer, onError })(ask())).text()).toBe('fine');
    await metered({ event: () => Promise.reject(error), onError })(ask());
    expect(await kept.taken()).toEqual([]);
    expect(onError.mock.calls).toEqual([[{ error, event: null }], [{ error, event: null }]]);
  });

  test('so does a recorder that is closed, and by default the console is told', async () => {
    const line = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await kept.recorder.close();
    expect(await (await metered({})(ask())).text()).toBe('fine');
    await expect.poll(() => line.mock.calls.length).toBe(1);
    const said = 'Misura did not record an event http.request of customer ada: This recorder is closed.';
    expect(line.mock.calls).toEqual([[said]]);
    line.mockRestore();
  });

  test('a recorder without room delays nothing; a thousand events wait, and more are told', async () => {
    const onError = vi.fn();
    const record = vi.fn(() => new Promise<void>(() => undefined));
    const handler = metered({ recorder: { record }, onError });
    for (let i = 0; i < 1_001; i++) await handler(ask());
    await expect.poll(() => onError.mock.calls.length).toBe(1);
    expect(record).toHaveBeenCalledTimes(1_000);
    expect(onError.mock.calls[0]?.[0].error.message).toBe('1000 events wait for room in the recorder already.');
  });

  test('a handler keeps its arguments, and its error is its own', async () => {
    const error = new Error('broken');
    const handler = meterFetch(
      async (_request: Request, env: { readonly key: string }) => {
        if (env.key === '') throw error;
        return new Response(env.key);
      },
      { recorder: kept.recorder, customer: () => 'ada' },
    );
    expectTypeOf(handler).toEqualTypeOf<(request: Request, env: { readonly key: string }) => Promise<Response>>();
    expect(await (await handler(ask(), { key: 'k' })).text()).toBe('k');
    await expect(handler(ask(), { key: '' })).rejects.toBe(error);
    expect(await kept.taken()).toMatchObject([{ outcome: 'completed' }, { outcome: 'failed' }]);
  });

  test('one that answers nothing, or with a stream that somebody reads, answers that', async () => {
    const read = new Response('data: 1\n\n', { headers: { 'content-type': 'text/event-stream' } });
    read.body?.getReader();
    for (const answered of [undefined as unknown as Response, read]) {
      const handler = meterFetch(async () => answered, { recorder: kept.recorder, customer: () => 'ada' });
      expect(await handler(ask())).toBe(answered);
    }
    expect(await kept.taken()).toEqual([event, { ...event, status: 200 }]);
  });

  test('a request that was given up while it was answered is aborted', async () => {
    const abort = new AbortController();
    const handler = meterFetch(
      async () => {
        abort.abort();
        return new Response();
      },
      { recorder: kept.recorder, customer: () => 'ada' },
    );
    await handler(ask({ signal: abort.signal }));
    expect(await kept.taken()).toMatchObject([{ outcome: 'aborted' }]);
  });
});

test('requests become usage on a real server, and one of the same id is counted once', async () => {
  const server = await startTestServer();
  const client = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
  const filter = { where: { property: 'status', operator: 'LESS_THAN', value: 500 } } as const;
  unwrap(await client.createMeter({ key: 'requests', eventName: 'http.request', aggregation: 'COUNT', filter }));
  const rejected: string[] = [];
  const recorder = createRecorder(client, {
    createCustomers: true,
    onRejected: ({ code }) => void rejected.push(code),
  });
  const event = (request: unknown) => {
    const { job } = (request as { headers: { job?: string } }).headers;
    return job === undefined ? {} : { id: job };
  };
  const app = await startApp('Express', { recorder, event });
  for (const job of [{ job: 'a' }, { job: 'a' }, { job: 'b' }, {}, {}]) {
    await (await fetch(`${app.url}/reports/7`, { headers: { ...headers, ...job } })).text();
  }
  await fetch(`${app.url}/broken`, { headers });
  await app.close();
  await recorder.close();
  expect((await client.customerUsage({ customer: 'ada', meter: 'requests' }))?.value).toBe('4');
  // It took another time, so it is not the same event once more: the first one stands.
  expect(rejected).toEqual(['EVENT_ID_CONFLICT']);
  await server.close();
});
