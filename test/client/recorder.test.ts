import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createClient,
  createRecorder,
  type Failure,
  MisuraNetworkError,
  MisuraRequestError,
  type RecordedEvent,
  type RecorderOptions,
  type Rejection,
  type Warning,
} from '../../client/src/index.ts';

type Batch = { readonly events: readonly RecordedEvent[]; readonly createCustomers: boolean };
type Answer = (batch: Batch) => Response | Error | Promise<Response>;

const payload = (facts: object) => ({
  __typename: 'RecordEventsPayload',
  duplicates: 0,
  rejected: [],
  warnings: [],
  warningCount: 0,
  ...facts,
});
const taken: Answer = ({ events }) => Response.json({ data: { recordEvents: payload({ recorded: events.length }) } });
const refused =
  (code: string, init?: ResponseInit, message = `this is ${code}`): Answer =>
  () =>
    Response.json({ errors: [{ message, extensions: { code } }] }, init);
const offline: Answer = () => new TypeError('fetch failed');

/** A server that is only a network: each request gets the next answer, the last one for ever. */
function serverWith(...answers: Answer[]) {
  const batches: Batch[] = [];
  const server = {
    batches,
    answers,
    ids: () => batches.map(({ events }) => events.map(({ id }) => id)),
  };
  const fetch = async (_url: string, init: RequestInit) => {
    const { input } = JSON.parse(String(init.body)).variables as { input: Batch };
    batches.push(input);
    const answer = await ((answers.length > 1 ? answers.shift() : answers[0]) ?? taken)(input);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = createClient({ url: 'http://misura.test/graphql', key: 'secret', fetch });
  return { server, client };
}

function recorderOn(answers: Answer[], options: RecorderOptions = {}) {
  const { server, client } = serverWith(...answers);
  const said = { rejections: [] as Rejection[], warnings: [] as Warning[], failures: [] as Failure[] };
  const recorder = createRecorder(client, {
    onRejected: (rejection) => said.rejections.push(rejection),
    onWarning: (warning) => said.warnings.push(warning),
    onError: (failure) => said.failures.push(failure),
    ...options,
  });
  return { server, recorder, said };
}

const call = (id: string) => ({ id, name: 'call', customer: 'ada' });
const numbered = (count: number) => Array.from({ length: count }, (_, i) => call(String(i)));

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

async function settled<T>(promise: Promise<T>): Promise<T | Error> {
  const outcome = promise.catch((error: Error) => error);
  await vi.runAllTimersAsync();
  return await outcome;
}

describe('batches', () => {
  test('events wait for company and go together after the interval', async () => {
    const { server, recorder } = recorderOn([taken], { flushIntervalMs: 500 });
    await recorder.record(call('a'));
    await vi.advanceTimersByTimeAsync(499);
    await recorder.record(call('b'));
    expect(server.ids()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.ids()).toEqual([['a', 'b']]);
  });

  test('a full batch goes at once', async () => {
    const { server, recorder } = recorderOn([taken], { maxBatch: 2 });
    for (const event of numbered(5)) await recorder.record(event);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.ids().slice(0, 2)).toEqual([
      ['0', '1'],
      ['2', '3'],
    ]);
  });

  test('what comes while a request runs goes with the next one', async () => {
    let release: () => void = () => undefined;
    const slow: Answer = async (batch) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return (await taken(batch)) as Response;
    };
    const { server, recorder } = recorderOn([slow, taken], { maxBatch: 10 });
    await recorder.record(call('a'));
    const flushed = recorder.flush();
    await vi.advanceTimersByTimeAsync(0);
    for (const id of ['b', 'c', 'd']) await recorder.record(call(id));
    release();
    await flushed;
    await recorder.flush();
    expect(server.ids()).toEqual([['a'], ['b', 'c', 'd']]);
  });

  test('createCustomers is passed on', async () => {
    const { server, recorder } = recorderOn([taken], { createCustomers: true });
    await recorder.record(call('a'));
    await recorder.flush();
    expect(server.batches[0]?.createCustomers).toBe(true);
  });
});

describe('an event is fixed when it is recorded', () => {
  test('its instant is that of the call, however late it is sent', async () => {
    const { server, recorder } = recorderOn([offline, taken]);
    await recorder.record({ name: 'call', customer: 'ada' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.batches.at(-1)?.events[0]?.timestamp).toBe('2026-01-01T00:00:00.000Z');
  });

  test('a timestamp of the caller’s is kept to the last digit', async () => {
    const { server, recorder } = recorderOn([taken]);
    await recorder.record({ ...call('a'), timestamp: '2023-11-16T18:17:03.9799600Z' });
    await recorder.record({ ...call('b'), timestamp: new Date(Date.UTC(2025, 1, 1)) });
    await recorder.flush();
    const stamps = server.batches[0]?.events.map(({ timestamp }) => timestamp);
    expect(stamps).toEqual(['2023-11-16T18:17:03.9799600Z', '2025-02-01T00:00:00.000Z']);
  });

  test('its id is made before the first send and is the same at every try', async () => {
    const { server, recorder } = recorderOn([offline, offline, offline, offline, offline, taken]);
    await recorder.record({ name: 'call', customer: 'ada' });
    await settled(recorder.flush());
    const ids = new Set(server.ids().flat());
    expect(server.batches).toHaveLength(6);
    expect(ids.size).toBe(1);
    expect([...ids][0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  test('what the caller changes afterwards is not sent', async () => {
    const { server, recorder } = recorderOn([taken]);
    const properties = { tokens: 1, nested: { cached: 2 } };
    await recorder.record({ ...call('a'), properties });
    properties.nested.cached = 99;
    await recorder.flush();
    expect(server.batches[0]?.events[0]?.properties).toEqual({ tokens: 1, nested: { cached: 2 } });
  });

  test.each([
    ['a number that JSON cannot say', { ...call('a'), properties: { tokens: Number.POSITIVE_INFINITY } }],
    ['an invalid date', { ...call('a'), timestamp: new Date('never') }],
    ['a customer that is no text', { ...call('a'), customer: 7 as unknown as string }],
  ])('%s is refused at once, and the others are not held up', async (_, event) => {
    const { server, recorder } = recorderOn([taken]);
    await expect(recorder.record(event)).rejects.toThrow(TypeError);
    await recorder.record(call('good'));
    await recorder.flush();
    expect(server.ids()).toEqual([['good']]);
  });
});

describe('back-pressure', () => {
  test('record waits when too much is held, and nothing is lost', async () => {
    const { server, recorder } = recorderOn([taken], { maxBatch: 10, maxBuffered: 25, flushIntervalMs: 10 });
    let held = 0;
    const recording = Promise.all(
      numbered(100).map(async (event) => {
        await recorder.record(event);
        held = Math.max(held, recorder.unsent().length);
      }),
    );
    await settled(recording);
    await settled(recorder.flush());
    expect(held).toBe(25);
    expect(server.ids().flat()).toEqual(numbered(100).map(({ id }) => id));
  });

  test('flush counts the events that wait for room', async () => {
    const { recorder } = recorderOn([taken], { maxBatch: 2, maxBuffered: 2 });
    const recording = numbered(7).map((event) => recorder.record(event));
    expect(await settled(recorder.flush())).toMatchObject({ recorded: 7 });
    await Promise.all(recording);
  });
});

describe('flush', () => {
  test('resolves with everything before it acknowledged', async () => {
    const { server, recorder } = recorderOn([taken], { maxBatch: 2 });
    for (const event of numbered(5)) await recorder.record(event);
    expect(await recorder.flush()).toEqual({ recorded: 5, duplicates: 0, rejected: 0, warnings: 0 });
    expect(server.ids().flat()).toHaveLength(5);
    expect(recorder.unsent()).toEqual([]);
  });

  test('with nothing to send asks nobody', async () => {
    const { server, recorder } = recorderOn([offline]);
    expect(await recorder.flush()).toMatchObject({ recorded: 0 });
    expect(server.batches).toEqual([]);
  });

  test('waits out a server that is away', async () => {
    const { recorder, said } = recorderOn([...Array<Answer>(13).fill(offline), taken]);
    await recorder.record(call('a'));
    expect(await settled(recorder.flush())).toMatchObject({ recorded: 1 });
    expect(said.failures.map(({ buffered }) => buffered)).toEqual([1, 1, 1]);
    expect(said.failures[0]?.error).toBeInstanceOf(MisuraNetworkError);
  });

  test('gives up after the time it was given, and the events are still held', async () => {
    const { server, recorder } = recorderOn([offline]);
    await recorder.record(call('a'));
    const flushed = recorder.flush({ timeoutMs: 5_000 }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await flushed).toMatchObject({ message: 'recordEvents: 1 events are not acknowledged after 5000 ms' });
    server.answers.splice(0, 1, taken);
    expect(await settled(recorder.flush())).toMatchObject({ recorded: 1 });
  });
});

describe('what the server says is passed on', () => {
  const rejecting: Answer = ({ events }) => {
    const index = events.findIndex(({ customer }) => customer === 'nobody');
    const rejected =
      index === -1 ? [] : [{ index, id: events[index]?.id, code: 'CUSTOMER_NOT_FOUND', message: 'no such customer' }];
    const warnings = [{ index: 0, id: events[0]?.id, code: 'NO_METER', meter: null, message: 'nobody counts this' }];
    return Response.json({
      data: {
        recordEvents: payload({ recorded: events.length - rejected.length, rejected, warnings, warningCount: 1 }),
      },
    });
  };

  test('a rejected event with its code, a warning with its event, both in the totals', async () => {
    const { recorder, said } = recorderOn([rejecting]);
    await recorder.record(call('a'));
    await recorder.record({ ...call('b'), customer: 'nobody' });
    expect(await recorder.flush()).toEqual({ recorded: 1, duplicates: 0, rejected: 1, warnings: 1 });
    expect(said.rejections).toMatchObject([{ event: { id: 'b' }, code: 'CUSTOMER_NOT_FOUND' }]);
    expect(said.warnings).toMatchObject([{ event: { id: 'a' }, code: 'NO_METER' }]);
  });

  test('without a handler a rejection is written to the console', async () => {
    const line = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const recorder = createRecorder(serverWith(rejecting).client);
    await recorder.record({ ...call('b'), customer: 'nobody' });
    await recorder.flush();
    expect(line.mock.calls).toEqual([
      ['Misura rejected event b of customer nobody: CUSTOMER_NOT_FOUND, no such customer'],
    ]);
    line.mockRestore();
  });
});

describe('one event that poisons its request', () => {
  // As a timestamp does that is no date: GraphQL refuses the variables before any event is looked at.
  const badVariable = refused('BAD_USER_INPUT', { status: 400 }, 'Variable "$input" got invalid value "never"');
  const poisonedBy =
    (...ids: string[]): Answer =>
    (batch) =>
      batch.events.some(({ id }) => ids.includes(id)) ? badVariable(batch) : taken(batch);

  test('is found and reported, and all the others are recorded', async () => {
    const { server, recorder, said } = recorderOn([poisonedBy('13', '77')], { maxBatch: 100 });
    for (const event of numbered(100)) await recorder.record(event);
    expect(await settled(recorder.flush())).toMatchObject({ recorded: 98, rejected: 2 });
    expect(said.rejections.map(({ event, code }) => [event.id, code])).toEqual([
      ['13', 'REQUEST_REFUSED'],
      ['77', 'REQUEST_REFUSED'],
    ]);
    expect(said.failures).toEqual([]);
    expect(server.batches.length).toBeLessThan(50);
  });

  test('a request that is too large is sent in parts', async () => {
    const small: Answer = (batch) => (batch.events.length > 3 ? new Response('', { status: 413 }) : taken(batch));
    const { recorder, said } = recorderOn([small], { maxBatch: 10 });
    for (const event of numbered(10)) await recorder.record(event);
    expect(await settled(recorder.flush())).toMatchObject({ recorded: 10 });
    expect(said).toEqual({ rejections: [], warnings: [], failures: [] });
  });
});

test('a server that does not understand the document costs no event', async () => {
  const { server, recorder, said } = recorderOn([refused('BAD_USER_INPUT', { status: 400 })]);
  for (const event of numbered(3)) await recorder.record(event);
  await expect(recorder.flush()).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(said.rejections).toEqual([]);
  expect(recorder.unsent()).toHaveLength(3);
  server.answers.splice(0, 1, taken);
  await recorder.close();
});

describe('a key that is refused', () => {
  test('makes flush reject and keeps the events, until it is taken again', async () => {
    const { server, recorder, said } = recorderOn([refused('UNAUTHENTICATED', { status: 401 })]);
    await recorder.record(call('a'));
    const flushed = recorder.flush();
    await expect(flushed).rejects.toBeInstanceOf(MisuraRequestError);
    expect(said.failures[0]?.error).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(recorder.unsent().map(({ id }) => id)).toEqual(['a']);
    server.answers.splice(0, 1, taken);
    expect(await settled(recorder.flush())).toMatchObject({ recorded: 1 });
  });

  test('makes record reject once there is no more room, instead of waiting for ever', async () => {
    const { recorder } = recorderOn([refused('FORBIDDEN')], { maxBatch: 2, maxBuffered: 2 });
    const recording = await Promise.allSettled(numbered(3).map((event) => recorder.record(event)));
    expect(recording.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await expect(recorder.record(call('later'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(recorder.unsent()).toHaveLength(2);
    await expect(recorder.close()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('close', () => {
  test('sends what is held and takes nothing more', async () => {
    const { server, recorder } = recorderOn([taken]);
    await recorder.record(call('a'));
    expect(await recorder.close()).toMatchObject({ recorded: 1 });
    await expect(recorder.record(call('b'))).rejects.toThrow('This recorder is closed.');
    expect(server.ids()).toEqual([['a']]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('hands back what could not be sent, and stops trying', async () => {
    const { server, recorder } = recorderOn([offline]);
    await recorder.record(call('a'));
    const closed = recorder.close({ timeoutMs: 1_000 }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await closed).toBeInstanceOf(MisuraNetworkError);
    expect(recorder.unsent()).toEqual([{ ...call('a'), timestamp: '2026-01-01T00:00:00.000Z' }]);
    const triesBefore = server.batches.length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.batches).toHaveLength(triesBefore);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('twice is once', async () => {
    const { server, recorder } = recorderOn([taken]);
    await recorder.record(call('a'));
    await Promise.all([recorder.close(), recorder.close()]);
    expect(server.ids()).toEqual([['a']]);
  });
});

test('a batch larger than the server takes is refused from the start', () => {
  expect(() => recorderOn([taken], { maxBatch: 10_001 })).toThrow(RangeError);
});

test('the recorder tries on its own for as long as the outage lasts, slower and slower', async () => {
  const { recorder, said } = recorderOn([offline]);
  await recorder.record(call('a'));
  for (let i = 0; i < 300; i++) {
    await recorder.record(call(`b${i}`));
    await vi.advanceTimersByTimeAsync(1_000);
  }
  const waits = said.failures.map(({ retryInMs }) => retryInMs);
  expect(Math.max(...waits)).toBeGreaterThan(15_000);
  expect(waits.length).toBeLessThan(25);
  expect(recorder.unsent()).toHaveLength(301);
  await settled(recorder.close({ timeoutMs: 1 }));
});
