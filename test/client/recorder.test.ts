import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MisuraNetworkError, type RecorderOptions } from '../../client/src/index.ts';
import { type Answer, call, numbered, offline, recorderOn, settled, taken } from '../kit/recorder-network.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

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

  test('a full buffer goes at once, even if it is no full batch', async () => {
    const { server, recorder } = recorderOn([taken], { maxBatch: 10, maxBuffered: 2 });
    for (const event of numbered(2)) await recorder.record(event);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.ids()).toEqual([['0', '1']]);
  });

  test('events that are too large for one request together go in several', async () => {
    const { server, recorder } = recorderOn([taken], { maxBatch: 10_000 });
    const text = 'x'.repeat(16_000);
    for (const event of numbered(1_200)) await recorder.record({ ...event, properties: { text } });
    await recorder.flush();
    const sizes = server.batches.map((batch) => JSON.stringify(batch).length);
    // Three bytes a character at most: so this is within the 32 MiB that the server takes.
    expect(Math.max(...sizes)).toBeLessThan(10_000_000);
    expect(server.ids().flat()).toEqual(numbered(1_200).map(({ id }) => id));
    expect(server.batches.length).toBeLessThan(5);
  });

  test('createCustomers is passed on', async () => {
    const { server, recorder } = recorderOn([taken], { createCustomers: true });
    await recorder.record(call('a'));
    await recorder.flush();
    expect(server.batches[0]?.createCustomers).toBe(true);
  });

  test('requireCredits is passed on, and so is the hold of an event', async () => {
    const { server, recorder } = recorderOn([taken], { requireCredits: true });
    await recorder.record({ ...call('a'), hold: 'hld_1' });
    await recorder.flush();
    expect(server.batches[0]).toMatchObject({ requireCredits: true, events: [{ id: 'a', hold: 'hld_1' }] });
  });
});

describe('an event is fixed when it is recorded', () => {
  test('its instant is that of the call, however late it is sent', async () => {
    const { server, recorder } = recorderOn([offline, taken]);
    await recorder.record({ name: 'call', customer: 'ada', id: null, timestamp: null });
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

  test('ends a flush that would wait for ever, and one that comes later', async () => {
    const { recorder } = recorderOn([offline]);
    await recorder.record(call('a'));
    const flushed = recorder.flush().catch((error: unknown) => error);
    const closed = recorder.close({ timeoutMs: 1_000 }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    await closed;
    expect(await flushed).toMatchObject({ message: 'This recorder is closed.' });
    await expect(recorder.flush()).rejects.toThrow('This recorder is closed.');
  });

  test('twice is once', async () => {
    const { server, recorder } = recorderOn([taken]);
    await recorder.record(call('a'));
    await Promise.all([recorder.close(), recorder.close()]);
    expect(server.ids()).toEqual([['a']]);
  });
});

test.each<RecorderOptions>([{ maxBatch: 10_001 }, { maxBatch: 1.5 }, { maxBatch: 0 }, { maxBuffered: Number.NaN }])(
  'sizes that cannot be are refused from the start: %j',
  (options) => {
    expect(() => recorderOn([taken], options)).toThrow(RangeError);
  },
);
