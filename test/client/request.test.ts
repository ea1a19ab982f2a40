import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createClient,
  type Fetch,
  MisuraNetworkError,
  MisuraRequestError,
  type TypedDocument,
} from '../../client/src/index.ts';

type Step = Response | Error | ((init: RequestInit) => Promise<Response>);

/** Answers each request with the next step, and the last one for ever. */
function scripted(...steps: Step[]) {
  const sent: {
    url: string;
    authorization: string | null;
    credentials: RequestCredentials | undefined;
    body: { query: string; variables: Record<string, unknown> };
  }[] = [];
  const fetch: Fetch = async (url, init) => {
    const authorization = new Headers(init.headers).get('authorization');
    sent.push({ url, authorization, credentials: init.credentials, body: JSON.parse(String(init.body)) });
    const step = steps.length > 1 ? steps.shift() : steps[0];
    if (step instanceof Error) throw step;
    if (typeof step === 'function') return await step(init);
    return (step as Response).clone();
  };
  return { fetch, sent };
}

const answered = (data: unknown, init?: ResponseInit) => Response.json({ data }, init);
const refused = (code: string, init?: ResponseInit) =>
  Response.json({ errors: [{ message: `this is ${code}`, extensions: { code } }] }, init);
const workspace = { id: 'wks_1', name: 'main', mode: 'LIVE', createdAt: '2026-01-01T00:00:00Z' };
const recorded = { recorded: 1, duplicates: 0, rejected: [], warnings: [], warningCount: 0 };
const event = { id: '1', name: 'call', customer: 'ada' };
const clientOn = (fetch: Fetch) => createClient({ url: 'http://misura.test/graphql', key: 'secret', fetch });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The outcome, with every wait of the client's skipped. */
async function settled<T>(promise: Promise<T>): Promise<T | Error> {
  const outcome = promise.catch((error: Error) => error);
  await vi.runAllTimersAsync();
  return await outcome;
}

describe('a request', () => {
  test('carries the key, the document and the variables, and gives the one field back', async () => {
    const { fetch, sent } = scripted(answered({ workspace }));
    expect(await clientOn(fetch).workspace()).toEqual(workspace);
    expect(sent[0]?.authorization).toBe('Bearer secret');
    expect(sent[0]?.body.query).toMatch(/^query workspace\{/);
  });

  test('a date is sent as RFC 3339 text', async () => {
    const { fetch, sent } = scripted(answered({ customer: null }));
    const from = new Date(Date.UTC(2026, 2, 1));
    expect(await clientOn(fetch).customerUsage({ customer: 'ada', meter: 'tokens', from })).toBeNull();
    expect(sent[0]?.body.variables).toEqual({ customer: 'ada', meter: 'tokens', from: '2026-03-01T00:00:00.000Z' });
  });

  test('a number that JSON would turn into null is refused here', async () => {
    const { fetch, sent } = scripted(answered({}));
    const events = [{ ...event, properties: { tokens: Number.NaN } }];
    await expect(clientOn(fetch).recordEvents({ events })).rejects.toThrow(TypeError);
    expect(sent).toEqual([]);
  });

  test('an error that the server reports is thrown with its code and the request id', async () => {
    const { fetch } = scripted(refused('FORBIDDEN', { headers: { 'x-request-id': 'req-7' } }));
    const error = await settled(clientOn(fetch).workspace());
    expect(error).toBeInstanceOf(MisuraRequestError);
    expect(error).toMatchObject({ code: 'FORBIDDEN', requestId: 'req-7', operation: 'workspace' });
    expect((error as Error).message).toBe('workspace: this is FORBIDDEN');
  });

  test('data beside an error is not passed off as the whole answer', async () => {
    const errors = [{ message: 'broken', path: ['workspace', 'mode'] }];
    const { fetch } = scripted(Response.json({ data: { workspace }, errors }));
    expect(await settled(clientOn(fetch).workspace())).toMatchObject({ code: 'UNKNOWN', data: { workspace } });
  });

  test('a page of something in between is a network error', async () => {
    const { fetch } = scripted(new Response('<h1>Not here</h1>', { status: 404, statusText: 'Not Found' }));
    const error = await settled(clientOn(fetch).workspace());
    expect(error).toBeInstanceOf(MisuraNetworkError);
    expect(error).toMatchObject({ status: 404 });
    expect((error as Error).message).toContain('404 Not Found, <h1>Not here</h1>');
  });

  test('any typed document can be sent', async () => {
    const document = 'query mode { workspace { mode } }' as unknown as TypedDocument<
      { workspace: { mode: string } },
      Record<string, never>
    >;
    const { fetch } = scripted(answered({ workspace: { mode: 'TEST' } }));
    expect((await clientOn(fetch).request(document)).workspace.mode).toBe('TEST');
  });
});

describe('trying again', () => {
  const passing: [string, () => Step][] = [
    ['no connection', () => new TypeError('fetch failed')],
    ['429', () => refused('RATE_LIMITED', { status: 429 })],
    ['502', () => new Response('bad gateway', { status: 502 })],
    ['503', () => refused('UNAVAILABLE', { status: 503 })],
    ['504', () => new Response('', { status: 504 })],
  ];

  test.each(passing)('a query survives %s', async (_, fault) => {
    const { fetch, sent } = scripted(fault(), fault(), answered({ workspace }));
    expect(await settled(clientOn(fetch).workspace())).toEqual(workspace);
    expect(sent).toHaveLength(3);
  });

  test.each(passing)('recordEvents survives %s, with the same ids', async (_, fault) => {
    const payload = { __typename: 'RecordEventsPayload', ...recorded };
    const { fetch, sent } = scripted(fault(), answered({ recordEvents: payload }));
    expect(await settled(clientOn(fetch).recordEvents({ events: [event] }))).toEqual(payload);
    expect(sent[1]?.body).toEqual(sent[0]?.body);
  });

  test.each(passing)('another mutation is not sent twice after %s', async (_, fault) => {
    const { fetch, sent } = scripted(fault());
    await settled(clientOn(fetch).createCustomer({ externalId: 'ada' }));
    expect(sent).toHaveLength(1);
  });

  test('a mutation is sent once, but with an idempotencyKey again', async () => {
    const grantCredits = { __typename: 'NotFound', message: 'no such customer' };
    const input = { customer: 'ada', creditType: 'ai', amount: '5' };
    const once = scripted(new TypeError('fetch failed'), answered({ grantCredits }));
    expect(await settled(clientOn(once.fetch).grantCredits(input))).toBeInstanceOf(MisuraNetworkError);
    expect(once.sent).toHaveLength(1);
    const again = scripted(new TypeError('fetch failed'), answered({ grantCredits }));
    const keyed = { ...input, idempotencyKey: 'order-1' };
    expect(await settled(clientOn(again.fetch).grantCredits(keyed))).toEqual(grantCredits);
    expect(again.sent.map(({ body }) => body.variables)).toEqual([{ input: keyed }, { input: keyed }]);
  });

  test('what the server refuses is not tried again', async () => {
    const { fetch, sent } = scripted(refused('BAD_USER_INPUT', { status: 400 }));
    await settled(clientOn(fetch).workspace());
    expect(sent).toHaveLength(1);
  });

  test('it ends after four tries with the last error', async () => {
    const { fetch, sent } = scripted(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }));
    const error = await settled(clientOn(fetch).workspace());
    expect(error).toBeInstanceOf(MisuraNetworkError);
    expect((error as Error).message).toBe('workspace: http://misura.test/graphql does not answer (ECONNREFUSED)');
    expect(sent).toHaveLength(4);
  });

  test('the server may ask for more time', async () => {
    const startedAt = Date.now();
    const busy = refused('RATE_LIMITED', { status: 429, headers: { 'retry-after': '7' } });
    const { fetch } = scripted(busy, answered({ workspace }));
    await settled(clientOn(fetch).workspace());
    expect(Date.now() - startedAt).toBe(7_000);
  });
});

describe('time and abortion', () => {
  const never = (init: RequestInit) =>
    new Promise<Response>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });

  test('no answer in time is a network error', async () => {
    const { fetch, sent } = scripted(never);
    const error = await settled(clientOn(fetch).workspace({ timeoutMs: 1_500, attempts: 2 }));
    expect(error).toBeInstanceOf(MisuraNetworkError);
    expect((error as Error).message).toBe('workspace: no answer within 1500 ms');
    expect(sent).toHaveLength(2);
  });

  test('who aborts gets their own reason, at once', async () => {
    const { fetch, sent } = scripted(never);
    const abort = new AbortController();
    const outcome = clientOn(fetch)
      .workspace({ signal: abort.signal })
      .catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1);
    abort.abort('enough');
    expect(await outcome).toBe('enough');
    expect(sent).toHaveLength(1);
  });
});

describe('a token that is asked for', () => {
  const withToken = (fetch: Fetch, token: () => Promise<string>) =>
    createClient({ url: 'http://misura.test/graphql', token, fetch });

  test('is asked for once, however many requests start together', async () => {
    const { fetch, sent } = scripted(answered({ workspace }));
    const token = vi.fn(async () => 'first');
    const client = withToken(fetch, token);
    await Promise.all([client.workspace(), client.workspace(), client.workspace()]);
    expect(token).toHaveBeenCalledTimes(1);
    expect(sent.map(({ authorization }) => authorization)).toEqual(Array(3).fill('Bearer first'));
  });

  test('is renewed when it is refused, and the request goes through', async () => {
    const { fetch, sent } = scripted(refused('UNAUTHENTICATED', { status: 401 }), answered({ workspace }));
    const tokens = ['old', 'new'];
    const client = withToken(fetch, async () => tokens.shift() ?? 'none');
    expect(await settled(client.workspace())).toEqual(workspace);
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('is not renewed for ever', async () => {
    const { fetch, sent } = scripted(refused('UNAUTHENTICATED'));
    const client = withToken(fetch, async () => 'bad');
    expect(await settled(client.workspace())).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(sent).toHaveLength(2);
  });
});

describe('a session', () => {
  const inPage = (fetch: Fetch) => createClient({ url: '/graphql', session: true, fetch });

  test('is the cookie of the page’s own origin, and no Authorization', async () => {
    const { fetch, sent } = scripted(answered({ workspace }));
    expect(await inPage(fetch).workspace()).toEqual(workspace);
    expect(sent).toMatchObject([{ url: '/graphql', authorization: null, credentials: 'same-origin' }]);
  });

  test('a live feed sends it too', async () => {
    const { fetch, sent } = scripted(refused('NOT_FOUND'));
    const feed = inPage(fetch).live.creditAlertRaised({ customer: 'ada' });
    await expect(feed.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(sent).toMatchObject([{ url: '/graphql', authorization: null, credentials: 'same-origin' }]);
  });

  test('that has ended is told, and not asked for again', async () => {
    const { fetch, sent } = scripted(refused('UNAUTHENTICATED', { status: 401 }));
    expect(await settled(inPage(fetch).workspace())).toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(inPage(fetch).live.creditAlertRaised({ customer: 'ada' }).next()).rejects.toThrow();
    expect(sent).toHaveLength(2);
  });

  test('excludes a key and a token, and one of them there has to be', () => {
    const url = '/graphql';
    // @ts-expect-error both
    expect(() => createClient({ url, session: true, key: 'secret' })).toThrow(TypeError);
    // @ts-expect-error both
    expect(() => createClient({ url, session: true, token: 'token' })).toThrow(TypeError);
    // @ts-expect-error no session is no credential
    expect(() => createClient({ url, session: false })).toThrow(TypeError);
    // @ts-expect-error none
    expect(() => createClient({ url })).toThrow(TypeError);
  });
});
