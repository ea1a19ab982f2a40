import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRecorder, MisuraRequestError } from '../../client/src/index.ts';
import {
  type Answer,
  call,
  numbered,
  offline,
  payload,
  recorderOn,
  refused,
  serverWith,
  settled,
  taken,
} from '../kit/recorder-network.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
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

  test('what a proxy takes at once is learned, not tried out again with every batch', async () => {
    const proxy: Answer = (batch) =>
      JSON.stringify(batch).length > 3_000 ? new Response('', { status: 413 }) : taken(batch);
    const { server, recorder } = recorderOn([proxy], { maxBatch: 100 });
    for (const event of numbered(1_000)) await recorder.record(event);
    expect(await settled(recorder.flush())).toMatchObject({ recorded: 1_000 });
    const tooLarge = server.batches.filter((batch) => JSON.stringify(batch).length > 3_000);
    expect(tooLarge.length).toBeLessThan(4);
  });

  test('an event that is too large all alone is reported, and the others are recorded', async () => {
    const proxy: Answer = (batch) =>
      JSON.stringify(batch).length > 3_000 ? new Response('', { status: 413 }) : taken(batch);
    const { recorder, said } = recorderOn([proxy]);
    await recorder.record({ ...call('large'), properties: { text: 'x'.repeat(4_000) } });
    await recorder.record(call('small'));
    expect(await settled(recorder.flush())).toMatchObject({ recorded: 1, rejected: 1 });
    expect(said.rejections).toMatchObject([{ event: { id: 'large' }, code: 'REQUEST_REFUSED' }]);
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
