import { expect, test } from 'vitest';
import { agoText, instantText, isZone, spanText, timeText, zoneText } from '../../dashboard/src/format/instant.ts';

const at = '2023-11-16T18:17:03.979993Z';

test('an instant is said on the clocks of a zone, as finely as asked', () => {
  expect(instantText(at, 'UTC', 'day')).toBe('16 Nov 2023');
  expect(instantText(at, 'UTC')).toBe('16 Nov 2023, 18:17');
  expect(instantText(at, 'Asia/Kathmandu', 'second')).toBe('17 Nov 2023, 00:02:03');
  expect(instantText(at, 'Europe/Rome', 'micro')).toBe('16 Nov 2023, 19:17:03.979993');
  expect(instantText('2023-11-16T18:17:03Z', 'UTC', 'micro')).toBe('16 Nov 2023, 18:17:03.000000');
  expect(timeText(at, 'UTC')).toBe('18:17:03.979');
});

test('a span of whole days names its last day, not the one after', () => {
  expect(spanText('2023-10-31T23:00:00Z', '2023-11-30T23:00:00Z', 'Europe/Rome')).toBe('1 – 30 Nov 2023');
  expect(spanText('2023-11-16T18:00:00Z', '2023-11-16T19:15:00Z', 'UTC')).toBe('16 Nov 2023, 18:00 – 19:15');
  expect(spanText('2023-11-16T18:00:00Z', '2023-12-16T18:00:00Z', 'UTC', 'days')).toBe('16 Nov – 16 Dec 2023');
  expect(spanText('2023-11-16T18:00:00Z', '2023-12-17T00:00:00Z', 'UTC', 'days')).toBe('16 Nov – 16 Dec 2023');
  expect(spanText('2023-11-16T18:00:00Z', null, 'UTC')).toBe('since 16 Nov 2023, 18:00');
  expect(spanText('2023-11-16T00:00:00Z', null, 'UTC')).toBe('since 16 Nov 2023');
  expect(spanText(null, null, 'UTC')).toBe('all time');
});

test('how long ago is said in the largest unit that fits', () => {
  const now = Date.parse(at);
  const shown = ['2023-11-16T18:17:02Z', '2023-11-16T18:14:00Z', '2023-11-15T18:00:00Z', '2023-11-18T18:17:04Z'];
  expect(shown.map((instant) => agoText(instant, now))).toEqual([
    'just now',
    '3 minutes ago',
    'yesterday',
    'in 2 days',
  ]);
});

test('a zone is said with its offset at that time', () => {
  expect(zoneText('Europe/Rome', Date.parse('2023-07-01T00:00:00Z'))).toBe('Europe/Rome, GMT+2');
  expect(zoneText('UTC', 0)).toBe('UTC');
  expect(['Europe/Rome', 'Mars/Base', ''].map(isZone)).toEqual([true, false, false]);
});
