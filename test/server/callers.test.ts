import { expect, test } from 'vitest';
import type { Principal } from '../../src/graphql/principal.ts';
import { createCallers } from '../../src/server/callers.ts';
import { defaultLimits } from '../../src/server/limits.ts';

const key = (keyId: string) => ({ kind: 'key', keyId }) as unknown as Principal;
const limits = { ...defaultLimits, key: { requestsMax: 2, streamsMax: 1, requestsPerSecondMax: 4 } };
const refused = expect.objectContaining({ extensions: expect.objectContaining({ code: 'RATE_LIMITED' }) });
const outcomeOf = (work: () => unknown) => {
  try {
    work();
    return 'taken';
  } catch (error) {
    return error;
  }
};

test('a key may have so many requests under way, and whoever leaves makes room for one', () => {
  const callers = createCallers(limits, () => 0);
  const leave = callers.enter(key('a'));
  callers.enter(key('a'));
  expect(outcomeOf(() => callers.enter(key('a')))).toEqual(refused);
  expect(outcomeOf(() => callers.enter(key('b')))).toBe('taken');
  leave();
  leave();
  expect(outcomeOf(() => callers.enter(key('a')))).toBe('taken');
  expect(outcomeOf(() => callers.enter(key('a')))).toEqual(refused);
});

test('so many a second, and one more as soon as there is time for one', () => {
  let nowMs = 0;
  const callers = createCallers(limits, () => nowMs);
  for (let i = 0; i < 4; i++) callers.enter(key('a'))();
  expect(outcomeOf(() => callers.enter(key('a'))())).toEqual(refused);
  nowMs = 250;
  expect(outcomeOf(() => callers.enter(key('a'))())).toBe('taken');
  expect(outcomeOf(() => callers.enter(key('a'))())).toEqual(refused);
});

test('a stream is counted apart from requests', () => {
  const callers = createCallers(limits, () => 0);
  const close = callers.openStream(key('a'));
  expect(outcomeOf(() => callers.openStream(key('a')))).toEqual(refused);
  expect(outcomeOf(() => callers.enter(key('a')))).toBe('taken');
  close();
  expect(outcomeOf(() => callers.openStream(key('a')))).toBe('taken');
});
