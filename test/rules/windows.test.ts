import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type MeasuredWindow, type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
const year = { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };

beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  await misura.meter({ key: 'count', aggregation: 'COUNT' });
  await misura.meter({ key: 'sum', eventName: 'priced', aggregation: 'SUM', valueProperty: 'n' });
  await misura.meter({ key: 'max', eventName: 'priced', aggregation: 'MAX', valueProperty: 'n' });
  // One event in every hour of 2025, at minute 30.
  const at = (hour: number) => new Date(Date.UTC(2025, 0, 1, hour, 30)).toISOString();
  await misura.record(Array.from({ length: 8760 }, (_, hour) => ({ timestamp: at(hour) })));
  // Each 17 hours after the other, with fractions of their own, which no float would add up.
  const prices = Array.from({ length: 500 }, (_, i) => ({
    timestamp: at(i * 17),
    properties: { n: `${i % 7}.${i}1` },
  }));
  await misura.record(prices.map((event) => ({ ...event, name: 'priced' })));
});
afterAll(() => api.close());

const cut = (size: string, timeZone: string, from: string, to: string) =>
  misura.windows('count', { size, timeZone, from, to });
const spans = (windows: readonly MeasuredWindow[]) => windows.map(({ from, to, value }) => [from, to, value]);

describe('a window: Days of 23 and 25 hours are one window each', () => {
  test.each([
    ['Europe/Rome', 'forward', '2025-03-29T23:00:00Z', '2025-03-30T22:00:00Z', '23'],
    ['Europe/Rome', 'back', '2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z', '25'],
    ['America/New_York', 'forward', '2025-03-09T05:00:00Z', '2025-03-10T04:00:00Z', '23'],
    ['America/New_York', 'back', '2025-11-02T04:00:00Z', '2025-11-03T05:00:00Z', '25'],
    ['Asia/Kathmandu', 'never', '2025-03-29T18:15:00Z', '2025-03-30T18:15:00Z', '24'],
    ['Australia/Lord_Howe', 'forward by half an hour', '2025-10-04T13:30:00Z', '2025-10-05T13:00:00Z', '24'],
  ])('in %s, where clocks go %s', async (timeZone, _direction, from, to, hours) => {
    const day = 86_400_000;
    const around = [
      new Date(Date.parse(from) - day).toISOString(),
      new Date(Date.parse(to) + day).toISOString(),
    ] as const;
    const windows = await cut('DAY', timeZone, ...around);
    expect(spans(windows).slice(1, 2)).toEqual([[from, to, hours]]);
    expect(windows.map(({ value }) => value)).toEqual(['24', hours, '24']);
  });

  test('an hour that comes twice is two windows, one that does not come is none', async () => {
    const hours = async (timeZone: string, from: string, to: string) =>
      (await cut('HOUR', timeZone, from, to)).map(({ value }) => value);
    expect(await hours('Europe/Rome', '2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z')).toEqual(Array(25).fill('1'));
    expect(await hours('Europe/Rome', '2025-03-29T23:00:00Z', '2025-03-30T22:00:00Z')).toEqual(Array(23).fill('1'));
    expect(
      (await cut('HOUR', 'Asia/Kathmandu', '2025-03-29T18:15:00Z', '2025-03-29T20:15:00Z')).map(({ from }) => from),
    ).toEqual(['2025-03-29T18:15:00Z', '2025-03-29T19:15:00Z']);
  });
});

describe('a window: weeks start on Monday; months are calendar months', () => {
  test('weeks, with the 167 and 169 hours of those in which clocks change', async () => {
    expect(spans(await cut('WEEK', 'Europe/Rome', '2025-03-16T23:00:00Z', '2025-04-06T22:00:00Z'))).toEqual([
      ['2025-03-16T23:00:00Z', '2025-03-23T23:00:00Z', '168'],
      ['2025-03-23T23:00:00Z', '2025-03-30T22:00:00Z', '167'],
      ['2025-03-30T22:00:00Z', '2025-04-06T22:00:00Z', '168'],
    ]);
    expect(spans(await cut('WEEK', 'America/New_York', '2025-10-27T04:00:00Z', '2025-11-03T05:00:00Z'))).toEqual([
      ['2025-10-27T04:00:00Z', '2025-11-03T05:00:00Z', '169'],
    ]);
    for (const { from } of (await cut('WEEK', 'UTC', year.from, year.to)).slice(1))
      expect(new Date(from).getUTCDay()).toBe(1);
  });

  test('months, each with the hours of its days and its clock changes', async () => {
    const hours = async (timeZone: string) =>
      (await misura.windows('count', { size: 'MONTH', timeZone, ...year })).map(({ value }) => Number(value));
    const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map((count) => count * 24);
    expect(await hours('UTC')).toEqual(days);
    // The year in UTC lies an hour later than Rome's, which loses it at its start and has it left over at its end.
    expect(await hours('Europe/Rome')).toEqual(
      days.map((count, i) => count + ([-1, 0, -1, 0, 0, 0, 0, 0, 0, 1, 0, 0][i] ?? 0)).concat(1),
    );
  });
});

describe('a window: half-open `[from, to)` in an IANA zone; sizes `MINUTE HOUR DAY WEEK MONTH`; empty windows are present', () => {
  test('an event at the very instant between two windows is in the second', async () => {
    const customer = misura.unused('customer');
    const at = ['2025-06-30T21:59:59.999999Z', '2025-06-30T22:00:00Z', '2025-06-30T22:00:00.000001Z'];
    await misura.record(at.map((timestamp) => ({ customer, timestamp })));
    for (const size of ['MINUTE', 'HOUR', 'DAY', 'MONTH']) {
      const windows = await misura.windows('count', {
        customer,
        size,
        timeZone: 'Europe/Rome',
        from: '2025-06-30T21:59:00Z',
        to: '2025-06-30T22:01:00Z',
      });
      expect(windows.map(({ value }) => value)).toEqual(['1', '2']);
    }
    expect(await misura.value('count', { customer, from: at[0] as string, to: at[1] as string })).toBe('1');
    expect(await misura.value('count', { customer, from: at[1] as string, to: at[2] as string })).toBe('1');
  });

  test('windows without events are there: 0 for COUNT and SUM, null for MAX', async () => {
    const customer = misura.unused('customer');
    await misura.record([
      { customer, timestamp: '2025-02-01T00:00:00Z' },
      { customer, timestamp: '2025-02-01T00:03:59Z' },
      { customer, name: 'priced', timestamp: '2025-02-01T00:00:00Z', properties: { n: 5 } },
      { customer, name: 'priced', timestamp: '2025-02-01T00:03:59Z', properties: { n: 7 } },
    ]);
    const minutes = { customer, size: 'MINUTE', from: '2025-02-01T00:00:00Z', to: '2025-02-01T00:05:00Z' };
    const values = async (meter: string) => (await misura.windows(meter, minutes)).map(({ value }) => value);
    expect(await values('count')).toEqual(['1', '0', '0', '1', '0']);
    expect(await values('sum')).toEqual(['5', '0', '0', '7', '0']);
    expect(await values('max')).toEqual(['5', null, null, '7', null]);
  });

  test('ragged ends cut the first and the last window', async () => {
    expect(
      spans(await cut('DAY', 'Europe/Rome', '2025-03-29T12:34:56.789012Z', '2025-03-31T00:30:00.000001Z')),
    ).toEqual([
      ['2025-03-29T12:34:56.789012Z', '2025-03-29T23:00:00Z', '10'],
      ['2025-03-29T23:00:00Z', '2025-03-30T22:00:00Z', '23'],
      ['2025-03-30T22:00:00Z', '2025-03-31T00:30:00.000001Z', '3'],
    ]);
    expect(spans(await cut('MONTH', 'UTC', '2025-03-29T12:30:00.000001Z', '2025-03-29T13:30:00Z'))).toEqual([
      ['2025-03-29T12:30:00.000001Z', '2025-03-29T13:30:00Z', '0'],
    ]);
  });
});

describe('a window: at most 10,000 windows a request, else a clear error', () => {
  test('10,000 are answered, one more is not', async () => {
    const end = Date.parse('2025-01-01T00:00:00Z') + 10_000 * 60_000;
    expect(await cut('MINUTE', 'UTC', '2025-01-01T00:00:00Z', new Date(end).toISOString())).toHaveLength(10_000);
    await expect(cut('MINUTE', 'UTC', '2025-01-01T00:00:00Z', new Date(end + 1).toISOString())).rejects.toThrow(
      /at most 10,000 windows/,
    );
  });
});

describe('sums of windows: COUNT and SUM over windows add up to the whole, exactly', () => {
  const scaled = (text: string) => {
    const [whole = '', fraction = ''] = text.split('.');
    return BigInt(whole) * 10n ** 6n + BigInt(fraction.padEnd(6, '0'));
  };

  test.each(['UTC', 'Europe/Rome', 'America/New_York', 'Asia/Kathmandu'])('in %s', async (timeZone) => {
    const period = { from: '2025-02-11T01:02:03.456789Z', to: '2025-12-01T17:29:59Z' };
    for (const meter of ['count', 'sum']) {
      const whole = await misura.value(meter, period);
      for (const size of ['DAY', 'WEEK', 'MONTH']) {
        const windows = await misura.windows(meter, { size, timeZone, ...period });
        expect(windows.reduce((sum, { value }) => sum + scaled(value ?? ''), 0n)).toBe(scaled(whole ?? ''));
        expect([windows[0]?.from, windows.at(-1)?.to]).toEqual([period.from, period.to]);
        for (const [i, { to }] of windows.slice(0, -1).entries()) expect(windows[i + 1]?.from).toBe(to);
      }
    }
  });
});
