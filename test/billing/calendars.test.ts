import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Interval } from '../../src/core/subscriptions/interval.ts';
import { setInvoiceGrace } from '../../src/store/workspaces.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Billing, billingOn, heads, short } from '../kit/billing.ts';
import { flat } from '../kit/charges.ts';

let api: TestApi;
let billing: Billing;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  billing = await billingOn(api);
  // Never final: this is about periods.
  await setInvoiceGrace(api.database.pool, billing.workspaceId, 1_000_000_000);
});
afterAll(() => api.close());

const month: Interval = { unit: 'MONTH', count: 1 };

type Case = { startAt: string; interval: Interval; timeZone: string; boundaries: readonly string[] };

// By hand, from the calendars of these places. The list begins at the start; days without a year are of the year before.
const cases: Record<string, Case> = {
  'the 31st is the last day of shorter months, and comes back': {
    startAt: '2026-12-31T00:00Z',
    interval: month,
    timeZone: 'UTC',
    boundaries:
      '2026-12-31 2027-01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31 2028-01-31 02-29 03-31'
        .split(' ')
        .map((day) => `${day}T00:00Z`),
  },
  'the 30th leaves only February': {
    startAt: '2026-11-30T18:00Z',
    interval: month,
    timeZone: 'UTC',
    boundaries: '2026-11-30 12-30 2027-01-30 02-28 03-30 04-30'.split(' ').map((day) => `${day}T18:00Z`),
  },
  'the 29th leaves only the February of a common year': {
    startAt: '2027-01-29T23:59Z',
    interval: month,
    timeZone: 'UTC',
    boundaries: '2027-01-29 02-28 03-29 04-29 05-29 06-29 07-29 08-29 09-29 10-29 11-29 12-29 2028-01-29 02-29 03-29'
      .split(' ')
      .map((day) => `${day}T23:59Z`),
  },
  'February 29 comes back every fourth year': {
    startAt: '2024-02-29T12:00Z',
    interval: { unit: 'YEAR', count: 1 },
    timeZone: 'UTC',
    boundaries: ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29', '2029-02-28'].map(
      (day) => `${day}T12:00Z`,
    ),
  },
  'midnight in Rome, where the clocks change on the closing day': {
    startAt: '2026-09-24T22:00Z',
    interval: month,
    timeZone: 'Europe/Rome',
    boundaries: [
      ...['2026-09-24T22:00Z', '2026-10-24T22:00Z', '2026-11-24T23:00Z', '2026-12-24T23:00Z', '2027-01-24T23:00Z'],
      ...['2027-02-24T23:00Z', '2027-03-24T23:00Z', '2027-04-24T22:00Z'],
    ],
  },
  'half past two in Rome, skipped on March 28, is the instant of the change, and twice on October 31 the earlier': {
    startAt: '2026-12-28T01:30Z',
    interval: month,
    timeZone: 'Europe/Rome',
    boundaries: [
      ...['2026-12-28T01:30Z', '2027-01-28T01:30Z', '2027-02-28T01:30Z', '2027-03-28T01:00Z', '2027-04-28T00:30Z'],
      ...['2027-05-28T00:30Z', '2027-06-28T00:30Z', '2027-07-28T00:30Z', '2027-08-28T00:30Z', '2027-09-28T00:30Z'],
      ...['2027-10-28T00:30Z', '2027-11-28T01:30Z'],
    ],
  },
  'half past one in New York comes twice on the first Sunday of November': {
    startAt: '2026-10-07T05:30Z',
    interval: month,
    timeZone: 'America/New_York',
    boundaries: ['2026-10-07T05:30Z', '2026-11-07T06:30Z', '2026-12-07T06:30Z', '2027-01-07T06:30Z'].concat(
      ...['2027-02-07T06:30Z', '2027-03-07T06:30Z', '2027-04-07T05:30Z', '2027-05-07T05:30Z', '2027-06-07T05:30Z'],
      ...['2027-07-07T05:30Z', '2027-08-07T05:30Z', '2027-09-07T05:30Z', '2027-10-07T05:30Z', '2027-11-07T05:30Z'],
      ...['2027-12-07T06:30Z'],
    ),
  },
  'Kathmandu is a quarter of an hour off, and on another day than UTC': {
    startAt: '2026-05-30T18:15Z',
    interval: month,
    timeZone: 'Asia/Kathmandu',
    boundaries: [
      '2026-05-30T18:15Z',
      '2026-06-29T18:15Z',
      '2026-07-30T18:15Z',
      '2026-08-30T18:15Z',
      '2026-09-29T18:15Z',
    ],
  },
  'weeks in New York are an hour short in March and an hour long in November': {
    startAt: '2027-03-01T05:00Z',
    interval: { unit: 'WEEK', count: 1 },
    timeZone: 'America/New_York',
    boundaries: ['2027-03-01T05:00Z', '2027-03-08T05:00Z', '2027-03-15T04:00Z', '2027-03-22T04:00Z'],
  },
  'days in Rome, one of 23 hours': {
    startAt: '2027-03-26T23:00Z',
    interval: { unit: 'DAY', count: 1 },
    timeZone: 'Europe/Rome',
    boundaries: ['2027-03-26T23:00Z', '2027-03-27T23:00Z', '2027-03-28T22:00Z', '2027-03-29T22:00Z'],
  },
  'every 3 months from the last of November, counted from the start each time': {
    startAt: '2026-11-30T00:00Z',
    interval: { unit: 'MONTH', count: 3 },
    timeZone: 'UTC',
    boundaries: '2026-11-30 2027-02-28 05-30 08-30 11-30 2028-02-29 05-30'.split(' ').map((day) => `${day}T00:00Z`),
  },
};

/** `02-28T00:00Z` after 2027-01-31 is of 2027. */
function dated(boundaries: readonly string[]): string[] {
  let year = '';
  return boundaries.map((text) => {
    if (/^\d{4}-/.test(text)) year = text.slice(0, 4);
    return /^\d{4}-/.test(text) ? text : `${year}-${text}`;
  });
}

const ids = new Map<string, string>();

test('all of them live until 2028, each closed once at each of its boundaries', async () => {
  for (const [name, { startAt, interval, timeZone }] of Object.entries(cases)) {
    const key = `p${ids.size}`;
    await billing.customer(key);
    await billing.product(key, [flat('1')], interval);
    ids.set(name, await billing.subscribe(key, { startAt, timeZone, customer: key }));
  }
  await billing.advance('2028-05-15T00:00Z');
  for (const id of ids.values()) {
    const periods = await billing.periods(id);
    const invoices = await billing.invoices(id);
    expect(periods.slice(1).map(({ startsAt }) => startsAt)).toEqual(periods.slice(0, -1).map(({ endsAt }) => endsAt));
    expect(invoices.map(({ createdAt }) => createdAt)).toEqual(periods.map(({ startsAt }) => startsAt));
    expect(new Set(heads(invoices).map((head) => head.replace(/^\d+ /, '')))).toEqual(new Set(['DRAFT 1']));
  }
});

test.each(Object.entries(cases))('%s', async (name, { boundaries }) => {
  const periods = await billing.periods(ids.get(name) ?? '');
  const expected = dated(boundaries);
  const starts = periods.map(({ startsAt }) => short(startsAt));
  // The last one named may be the end of the period at hand.
  expect([...starts, short(periods.at(-1)?.endsAt ?? 0n)].slice(0, expected.length)).toEqual(expected);
});
