import { expect, test } from 'vitest';
import { axisLabels, shownWindows } from '../../dashboard/src/format/windows.ts';

const windows = [
  { from: '2023-11-16T18:00:00Z', to: '2023-11-16T19:00:00Z', value: '245896' },
  { from: '2023-11-16T19:00:00Z', to: '2023-11-16T19:15:00Z', value: null },
];

test('the last window is not over where the period goes on, and is as wide as it will be', () => {
  const [first, last] = shownWindows(windows, { size: 'HOUR', zone: 'Europe/Rome', goesOn: true });
  expect(first).toMatchObject({ isOver: true, drawn: 245896, label: '16 Nov 2023, 19:00 – 20:00' });
  expect(last).toMatchObject({ isOver: false, drawn: null, toMs: Date.parse('2023-11-16T20:00:00Z') });
  const closed = shownWindows(windows, { size: 'HOUR', zone: 'UTC', goesOn: false });
  expect(closed.map(({ isOver }) => isOver)).toEqual([true, true]);
});

test('windows are named for the calendar’s unit they are', () => {
  const label = (size: 'DAY' | 'WEEK' | 'MONTH') =>
    shownWindows(windows.slice(0, 1), { size, zone: 'UTC', goesOn: false })[0]?.label;
  expect([label('DAY'), label('WEEK'), label('MONTH')]).toEqual([
    'Thu, 16 Nov 2023',
    'week of 16 Nov 2023',
    'November 2023',
  ]);
});

test('an axis says the date where a new one begins', () => {
  const seconds = (instant: string) => Date.parse(instant) / 1_000;
  const splits = ['2023-11-16T22:00:00Z', '2023-11-16T23:00:00Z', '2023-11-17T00:00:00Z'].map(seconds);
  expect(axisLabels(splits, 3_600, 'Europe/Rome')).toEqual(['23:00\n16 Nov', '00:00\n17 Nov', '01:00']);
  expect(axisLabels(splits.slice(0, 1), 86_400, 'UTC')).toEqual(['16 Nov']);
});
