import { DateTime } from 'luxon';
import type { TraceRow } from './trace.ts';
import { boundaryOf, type SentRow, type Subscriber } from './trace-invoices.ts';

const zones = ['UTC', 'Europe/Rome', 'Asia/Kathmandu', 'America/New_York'];
// The 31st, which most months do not have; the 28th at a time that Rome's clocks skip in March 2027; the first instant
// of a month; the rest anyhow, so that hardly two end their periods together.
const starts = ['03-31T00:00', '04-28T02:30', '04-01T00:00', '03-31T23:59:59.999', '04-29T17:45', '04-15T09:00'];

/** Who is subscribed to what, from when on: the products by turns, so that each has every zone. */
export function subscribers(): Subscriber[] {
  return Array.from({ length: 20 }, (_, i) => ({
    customer: `c${String(i).padStart(2, '0')}`,
    product: (['A', 'B', 'C'] as const)[i % 3] ?? 'A',
    zone: zones[i % 4] ?? 'UTC',
    startsAt: `2026-${i < 12 ? starts[i % 6] : `04-${i - 5 < 10 ? '0' : ''}${i - 5}T12:34:56.789`}`,
    seats: 1 + (i % 4),
  }));
}

/**
 * What the clock shows, step by step: four times a month, from April 2026 on, six months longer than there are events.
 * After the last step some invoices are still drafts.
 */
export const steps: readonly bigint[] = Array.from({ length: 121 }, (_, step) =>
  microseconds(monthStart(Math.floor(step / 4)).plus({ days: 8 * (step % 4) })),
);

/**
 * The rows of the trace, dealt out over 24 months: each customer's by turns, so that every month has some, and within
 * its month a row is as far as it is within the trace. Of each customer and month one row is on the boundary of a
 * period instead, and one is a microsecond before it.
 *
 * Most are sent at the first step that knows them; some long after, when the invoice is final; some are voided later.
 */
export function overMonths(rows: readonly TraceRow[]): SentRow[] {
  const people = subscribers();
  const [first, last] = [rows[0]?.at ?? 0n, rows.at(-1)?.at ?? 0n];
  return rows.map(({ at, customer, contextTokens, generatedTokens }, i) => {
    const [turn, subscriber] = [Math.floor(i / 20), people[i % 20] as Subscriber];
    const [month, round] = [turn % 24, Math.floor(turn / 24)];
    const [from, to] = [microseconds(monthStart(month)), microseconds(monthStart(month + 1))];
    const boundary = boundaryOf(subscriber, month + 1);
    const stretched = from + ((at - first) * (to - from)) / (last - first + 1n);
    const placed = round === 3 ? boundary : round === 4 ? boundary - 1n : stretched;
    const sent = steps.findIndex((step) => step >= placed) + (turn % 11 === 5 ? 6 : 0);
    // Two whole months of one customer at once, so that an invoice comes out below zero.
    const together = customer === 'c02' && (month === 3 || month === 4) ? 36 : null;
    const voided = turn % 13 === 7 ? 6 * Math.floor(sent / 6 + 1) + (turn % 2) * 6 : null;
    return { id: String(i), customer, at: placed, contextTokens, generatedTokens, sent, voided: together ?? voided };
  });
}

function monthStart(month: number): DateTime {
  return DateTime.utc(2026, 4, 1).plus({ months: month });
}

function microseconds(at: DateTime): bigint {
  return BigInt(at.toMillis()) * 1000n;
}
