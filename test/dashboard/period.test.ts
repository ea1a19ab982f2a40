import { expect, test } from 'vitest';
import { localText, spanOf, windowSizeFor, windowSizes } from '../../dashboard/src/format/period.ts';

// A Thursday, some days after the clocks of New York went back.
const now = Date.parse('2023-11-16T18:17:03.979Z');

test('a period that moves ends now and begins where a window does', () => {
  const from = (name: string, zone: string) => spanOf(name, now, zone);
  expect(from('24h', 'UTC')).toEqual({ from: '2023-11-15T19:00:00.000Z', to: null });
  // By the clocks of Kathmandu it is 00:02, and the hour began at 18:15 UTC.
  expect(from('24h', 'Asia/Kathmandu')).toEqual({ from: '2023-11-15T19:15:00.000Z', to: null });
  expect(from('1h', 'UTC')).toEqual({ from: '2023-11-16T17:18:00.000Z', to: null });
  expect(from('today', 'Asia/Kathmandu')).toEqual({ from: '2023-11-16T18:15:00.000Z', to: null });
  expect(from('7d', 'Europe/Rome')).toEqual({ from: '2023-11-09T23:00:00.000Z', to: null });
  expect(from('week', 'Europe/Rome')).toEqual({ from: '2023-11-12T23:00:00.000Z', to: null });
  expect(from('month', 'America/New_York')).toEqual({ from: '2023-11-01T04:00:00.000Z', to: null });
  expect(from('year', 'UTC')).toEqual({ from: '2023-01-01T00:00:00.000Z', to: null });
  expect(from('all', 'UTC')).toEqual({ from: null, to: null });
});

test('thirty days over a change of the clocks begin at midnight of the first', () => {
  // 18 October was still an hour ahead.
  expect(spanOf('30d', now, 'Europe/Rome')).toEqual({ from: '2023-10-17T22:00:00.000Z', to: null });
});

test('last month is the calendar’s', () => {
  expect(spanOf('last-month', Date.parse('2024-03-31T12:00:00Z'), 'UTC')).toEqual({
    from: '2024-02-01T00:00:00.000Z',
    to: '2024-03-01T00:00:00.000Z',
  });
});

test('two local dates or times are a period of their own', () => {
  expect(spanOf('2023-11-16/2023-11-17', now, 'Europe/Rome')).toEqual({
    from: '2023-11-15T23:00:00.000Z',
    to: '2023-11-16T23:00:00.000Z',
  });
  expect(spanOf('2023-11-16T18:00/2023-11-16T19:15', now, 'UTC')).toEqual({
    from: '2023-11-16T18:00:00.000Z',
    to: '2023-11-16T19:15:00.000Z',
  });
});

test('what is no period means nothing', () => {
  const names = ['', 'fortnight', '2023-11-17/2023-11-16', '2023-11-16/2023-11-16', '2023-13-01/2024-01-01', 'a/b/c'];
  expect(names.map((name) => spanOf(name, now, 'UTC'))).toEqual(names.map(() => null));
});

test('windows are as many as can be told apart', () => {
  const hours = (count: number) => count * 3_600_000;
  expect([1, 24, 7 * 24, 31 * 24, 366 * 24].map((count) => windowSizeFor(hours(count)))).toEqual([
    'MINUTE',
    'HOUR',
    'DAY',
    'DAY',
    'WEEK',
  ]);
  expect(windowSizes(hours(24))).toEqual(['HOUR']);
  expect(windowSizes(hours(7 * 24))).toEqual(['HOUR', 'DAY']);
  expect(windowSizes(1_000)).toEqual(['MINUTE']);
});

test('an instant is given to an input on the clocks of the zone', () => {
  expect(localText('2023-11-16T18:17:03.979Z', 'Asia/Kathmandu')).toBe('2023-11-17T00:02');
});
