import { expect, test } from 'vitest';
import { compareInstants, mergeTail } from '../../dashboard/src/format/tail.ts';

const event = (id: string, recordedAt: string, voided = false) => ({ id, recordedAt, voided });

test('the tail has each event once, the newest first, and no more than it may', () => {
  const newer = [event('c', '2023-11-16T18:17:03.51Z'), event('b', '2023-11-16T18:17:03.5Z', true)];
  const older = [
    event('b', '2023-11-16T18:17:03.5Z'),
    event('a', '2023-11-16T18:17:03Z'),
    event('0', '2023-01-01T00:00:00Z'),
  ];
  expect(mergeTail(newer, older, 3).map(({ id, voided }) => `${id} ${voided}`)).toEqual([
    'c false',
    'b true',
    'a false',
  ]);
});

test('events of one instant stay in the order in which they came', () => {
  const at = '2023-11-16T18:17:03Z';
  expect(mergeTail([event('b', at)], [event('a', at)], 9).map(({ id }) => id)).toEqual(['b', 'a']);
});

test('instants are compared to the microsecond', () => {
  expect(compareInstants('2023-11-16T18:17:03.5Z', '2023-11-16T18:17:03.500001Z')).toBe(-1);
  expect(compareInstants('2023-11-16T18:17:03Z', '2023-11-16T18:17:03.000Z')).toBe(0);
});
