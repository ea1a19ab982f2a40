import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createClient, MisuraNetworkError, MisuraRequestError, type TypedDocument } from '../../client/src/index.ts';
import { type Resolvers, type StandIn, startStandIn } from '../kit/stand-in-server.ts';

const watched = { customer: 'ada', meter: 'tokens' };
let server: StandIn;
afterEach(() => server.close());

const usage = (value: number) => ({
  usageUpdated: {
    meter: { id: 'mtr_1', key: 'tokens', name: 'Tokens', aggregation: 'SUM', unit: null, status: 'ACTIVE' },
    customer: { id: 'cus_1', externalId: 'ada', name: null },
    from: null,
    to: '2026-01-01T00:00:00Z',
    value: String(value),
    eventCount: String(value),
  },
});

/** Each connection gets the next of these streams, the last one for ever. */
function feeding(...streams: (() => AsyncGenerator<unknown>)[]): Resolvers {
  return {
    Subscription: {
      usageUpdated: {
        subscribe: () => {
          const stream = streams.length > 1 ? streams.shift() : streams[0];
          if (stream === undefined) throw new Error('no stream');
          return stream();
        },
      },
    },
  };
}

async function* values(from: number, count: number, then: 'complete' | 'hang' | Error) {
  for (let i = from; i < from + count; i++) yield usage(i);
  if (then instanceof Error) throw then;
  if (then === 'hang') await new Promise(() => undefined);
}

function clientFor(standIn: StandIn, token: string | (() => Promise<string>) = 'token') {
  return createClient({ url: standIn.url, token });
}

/** The values of a feed until there are `count` of them. */
async function take(feed: AsyncIterable<{ value: string | null }>, count: number): Promise<(string | null)[]> {
  const seen: (string | null)[] = [];
  for await (const { value } of feed) {
    seen.push(value);
    if (seen.length === count) break;
  }
  return seen;
}

/** Each of these in order, the last for ever. True: answered here. */
function inOrder(...steps: ((request: IncomingMessage, response: ServerResponse) => boolean)[]) {
  return (request: IncomingMessage, response: ServerResponse) =>
    ((steps.length > 1 ? steps.shift() : steps[0]) ?? (() => false))(request, response);
}
const pass = () => false;
const status = (code: number) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(code, { 'content-type': 'text/plain' }).end('no');
  return true;
};
const refusal = (code: string) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`event: next\ndata: ${JSON.stringify({ errors: [{ message: code, extensions: { code } }] })}\n\n`);
  response.end('event: complete\ndata:\n\n');
  return true;
};

describe('a live feed', () => {
  test('gives each value as it comes, and nothing is asked for before', async () => {
    server = await startStandIn(feeding(() => values(1, 3, 'hang')));
    const feed = clientFor(server).live.usageUpdated(watched);
    expect(server.requests).toEqual([]);
    expect(await take(feed, 3)).toEqual(['1', '2', '3']);
    expect(server.requests).toEqual([{ authorization: 'Bearer token', accept: 'text/event-stream' }]);
  });

  test('a break closes the connection, so that the server stops too', async () => {
    let closed = 0;
    const endless = async function* () {
      try {
        for (let i = 1; ; i++) {
          yield usage(i);
          await new Promise((resolve) => setImmediate(resolve));
        }
      } finally {
        closed++;
      }
    };
    server = await startStandIn(feeding(endless));
    await take(clientFor(server).live.usageUpdated(watched), 2);
    await expect.poll(() => closed).toBe(1);
  });

  test('return ends it at once, also while it waits for a value', async () => {
    server = await startStandIn(feeding(() => values(1, 1, 'hang')));
    const feed = clientFor(server).live.usageUpdated(watched);
    expect((await feed.next()).value?.value).toBe('1');
    const waiting = feed.next();
    await feed.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });

  test('its signal ends it quietly', async () => {
    server = await startStandIn(feeding(() => values(1, 2, 'hang')));
    const abort = new AbortController();
    const seen: (string | null)[] = [];
    for await (const { value } of clientFor(server).live.usageUpdated(watched, { signal: abort.signal })) {
      seen.push(value);
      if (seen.length === 2) setImmediate(() => abort.abort());
    }
    expect(seen).toEqual(['1', '2']);
  });

  test('a signal that is aborted already opens nothing', async () => {
    server = await startStandIn({});
    const feed = clientFor(server).live.usageUpdated(watched, { signal: AbortSignal.abort() });
    expect(await feed.next()).toEqual({ done: true, value: undefined });
    expect(server.requests).toEqual([]);
  });

  test('a subscription of the caller’s own is typed and served in the same way', async () => {
    const document = 'subscription mine { usageUpdated(customer: "ada", meter: "tokens") { value } }';
    const typed = document as unknown as TypedDocument<{ usageUpdated: { value: string } }, Record<string, never>>;
    server = await startStandIn(feeding(() => values(8, 1, 'hang')));
    for await (const { usageUpdated } of clientFor(server).subscribe(typed)) {
      expect(usageUpdated).toEqual({ value: '8' });
      break;
    }
  });
});

describe('a lost connection is opened again', () => {
  test('when the server ends it in good order', async () => {
    server = await startStandIn(
      feeding(
        () => values(1, 2, 'complete'),
        () => values(10, 1, 'hang'),
      ),
    );
    const lost: unknown[] = [];
    const onReconnect = ({ error }: { error: unknown }) => lost.push(error);
    expect(await take(clientFor(server).live.usageUpdated(watched, { onReconnect }), 3)).toEqual(['1', '2', '10']);
    expect(lost).toEqual([null]);
  });

  test('when the network cuts it', async () => {
    server = await startStandIn(
      feeding(
        () => values(1, 1, 'hang'),
        () => values(10, 1, 'hang'),
      ),
    );
    const feed = clientFor(server).live.usageUpdated(watched);
    expect((await feed.next()).value?.value).toBe('1');
    server.cut();
    expect((await feed.next()).value?.value).toBe('10');
    await feed.return?.();
  });

  test('when the server is away, busy or replaced by a proxy’s page', async () => {
    const intercept = inOrder(
      (request) => {
        request.socket.destroy();
        return true;
      },
      status(429),
      status(502),
      refusal('INTERNAL_SERVER_ERROR'),
      pass,
    );
    server = await startStandIn(
      feeding(() => values(5, 1, 'hang')),
      intercept,
    );
    expect(await take(clientFor(server).live.usageUpdated(watched), 1)).toEqual(['5']);
    expect(server.requests).toHaveLength(5);
  });

  test('when not a byte comes, not even a ping', async () => {
    const silent = (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: next\ndata: ${JSON.stringify({ data: usage(1) })}\n\n`);
      return true;
    };
    server = await startStandIn(
      feeding(() => values(10, 1, 'hang')),
      inOrder(silent, pass),
    );
    const lost: unknown[] = [];
    const options = { idleTimeoutMs: 200, onReconnect: ({ error }: { error: unknown }) => lost.push(error) };
    expect(await take(clientFor(server).live.usageUpdated(watched, options), 2)).toEqual(['1', '10']);
    expect(lost).toEqual([expect.objectContaining({ message: 'usageUpdated: no sign of life for 200 ms' })]);
  });

  test('but not while pings come', async () => {
    // Yoga pings every 300 ms under test: four of them pass before the second value.
    const slow = async function* () {
      yield usage(1);
      await new Promise((resolve) => setTimeout(resolve, 1_300));
      yield* values(2, 1, 'hang');
    };
    server = await startStandIn(feeding(slow));
    expect(await take(clientFor(server).live.usageUpdated(watched, { idleTimeoutMs: 600 }), 2)).toEqual(['1', '2']);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a refusal is final', () => {
  test.each([['UNAUTHENTICATED'], ['FORBIDDEN'], ['NOT_FOUND'], ['BAD_USER_INPUT']])('%s', async (code) => {
    server = await startStandIn({}, refusal(code));
    const error = await clientFor(server)
      .live.usageUpdated(watched)
      .next()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MisuraRequestError);
    expect(error).toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });

  test.each([[401], [403], [404]])('%i from something in between', async (code) => {
    server = await startStandIn({}, status(code));
    const error = await clientFor(server)
      .live.usageUpdated(watched)
      .next()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MisuraNetworkError);
    expect(error).toMatchObject({ status: code });
    expect(server.requests).toHaveLength(1);
  });

  test('an error in the middle of a stream is thrown after the values before it', async () => {
    const late = Object.assign(new Error('archived'), { extensions: { code: 'NOT_FOUND' } });
    server = await startStandIn(feeding(() => values(1, 1, late)));
    const feed = clientFor(server).live.usageUpdated(watched);
    expect((await feed.next()).value?.value).toBe('1');
    await expect(feed.next()).rejects.toThrow();
  });
});

describe('a token that runs out while somebody watches', () => {
  test('is asked for again, and the feed goes on', async () => {
    const intercept = inOrder(pass, refusal('UNAUTHENTICATED'), pass);
    server = await startStandIn(
      feeding(() => values(1, 1, 'complete')),
      intercept,
    );
    const tokens = ['first', 'second', 'third'];
    const feed = clientFor(server, async () => tokens.shift() ?? 'none').live.usageUpdated(watched);
    expect(await take(feed, 2)).toEqual(['1', '1']);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer first',
      'Bearer first',
      'Bearer second',
    ]);
  });

  test('one that cannot be had at the moment is asked for again', async () => {
    server = await startStandIn(feeding(() => values(7, 1, 'hang')));
    const answers = [new Error('no network'), 'good'];
    const token = async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? 'none';
    };
    expect(await take(clientFor(server, token).live.usageUpdated(watched), 1)).toEqual(['7']);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(['Bearer good']);
  });

  test('a fresh one that is refused too is final', async () => {
    server = await startStandIn({}, refusal('UNAUTHENTICATED'));
    const feed = clientFor(server, async () => 'bad').live.usageUpdated(watched);
    await expect(feed.next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(server.requests).toHaveLength(2);
  });
});
