import { DateTime } from 'luxon';
import { currencies, Decimal, priceOf, round, type Usage } from './trace-prices.ts';

/*
 * The invoices of the trace, worked out from its rows by the rules alone. Nothing of src/ is imported here, nor by
 * trace-prices.ts: what agrees with this agrees with somebody else.
 */

export type Subscriber = {
  readonly customer: string;
  readonly product: 'A' | 'B' | 'C';
  readonly zone: string;
  /** By the clocks of the zone. */
  readonly startsAt: string;
  readonly seats: number;
};

/** A row, when it happened in microseconds, and at which steps of the clock it was sent and voided. */
export type SentRow = {
  readonly id: string;
  readonly customer: string;
  readonly at: bigint;
  readonly contextTokens: number;
  readonly generatedTokens: number;
  readonly sent: number;
  readonly voided: number | null;
};

type Line = { kind: string; name: string; about: string; numbers: (string | null)[]; amount: string };
export type Expected = { status: string; currency: string; period: string; lines: Line[]; total: string };

export const graceSeconds = 3 * 86_400;
const zero = new Decimal(0);

/** Where the period of that index begins, in microseconds. */
export function boundaryOf({ zone, startsAt }: Subscriber, index: number): bigint {
  const start = DateTime.fromISO(startsAt, { zone });
  const at = start.plus({ months: index });
  // Luxon puts a time that clocks skip as much later; by the rules it is the instant of their change.
  const shown = at.minute === start.minute && at.hour === start.hour ? at : at.startOf('hour');
  return BigInt(shown.toMillis()) * 1000n;
}

/** All invoices of a subscriber, as they are after the last step, in the order of time. */
export function expectedInvoices(who: Subscriber, all: readonly SentRow[], steps: readonly bigint[]): Expected[] {
  const own = all.filter((row) => row.customer === who.customer);
  const [currency, digits] = currencies[who.product];
  const said = new Map<string, { quantity: Decimal; amount: Decimal }>();
  const invoices: Expected[] = [];
  let carried = zero;
  for (let next = 0; boundaryOf(who, next) <= (steps.at(-1) ?? 0n); next++) {
    if (next === 0 && who.product === 'B') continue;
    const finalizesAt = boundaryOf(who, next) + BigInt(graceSeconds) * 1_000_000n;
    const final = steps.findIndex((step) => step >= finalizesAt);
    const known = knownAt(own, final < 0 ? steps.length : final);
    const lines: Line[] = [];
    const invoiced: [string, Decimal, Decimal][] = [];
    let total = zero;
    const add = (kind: string, name: string, period: number | null, numbers: (Decimal | null)[], amount: Decimal) => {
      const about = period === null ? 'no time' : span(who, period);
      lines.push({
        kind,
        name,
        about,
        numbers: numbers.map((one) => one?.toFixed() ?? null),
        amount: amount.toFixed(),
      });
      total = total.plus(amount);
    };
    for (const use of next === 0 ? [] : usageOf(who, next - 1, known)) {
      add('USAGE', use.name, next - 1, [use.quantity, use.included, use.billable], use.amount);
      invoiced.push([`${next - 1} ${use.name}`, use.quantity, use.amount]);
    }
    const seats = new Decimal(who.seats);
    if (who.product === 'A') add('FLAT', 'Base', next, [seats, null, null], seats.times(49));
    if (who.product === 'C') add('FLAT', 'Seat', next, [seats, null, null], round(seats.times('0.1055'), digits));
    if (next === 0 && who.product === 'A')
      add('ONE_TIME', 'Setup', null, [new Decimal(1), null, null], new Decimal(10));
    for (let earlier = 0; earlier < next - 1; earlier++) {
      for (const use of usageOf(who, earlier, known)) {
        const before = said.get(`${earlier} ${use.name}`) ?? { quantity: zero, amount: zero };
        const [quantity, amount] = [use.quantity.minus(before.quantity), use.amount.minus(before.amount)];
        if (amount.isZero()) continue;
        add('ADJUSTMENT', use.name, earlier, [quantity, null, null], amount);
        invoiced.push([`${earlier} ${use.name}`, quantity, amount]);
      }
    }
    const one = [new Decimal(1), null, null];
    if (!carried.isZero()) add('CARRIED_OVER', 'Carried over from earlier invoices', null, one, carried.negated());
    let rest = zero;
    if (total.lessThan(0)) {
      rest = total.negated();
      add('CARRIED_OVER', 'Credit carried over to the next invoice', null, one, rest);
    }
    const status = final < 0 ? 'DRAFT' : 'FINAL';
    invoices.push({ status, currency, period: span(who, Math.max(next - 1, 0)), lines, total: total.toFixed() });
    if (final < 0) continue;
    carried = rest;
    for (const [place, quantity, amount] of invoiced) {
      const before = said.get(place) ?? { quantity: zero, amount: zero };
      said.set(place, { quantity: before.quantity.plus(quantity), amount: before.amount.plus(amount) });
    }
  }
  return invoices;
}

/** What all usage of the periods that are closed for good comes to, in whatever order it became known. */
export function settledUsage(who: Subscriber, all: readonly SentRow[], periods: number): string {
  const known = knownAt(
    all.filter((row) => row.customer === who.customer),
    Number.POSITIVE_INFINITY,
  );
  const uses = Array.from({ length: periods }, (_, period) => usageOf(who, period, known)).flat();
  return uses.reduce((sum, { amount }) => sum.plus(amount), zero).toFixed();
}

function knownAt(rows: readonly SentRow[], step: number): SentRow[] {
  return rows.filter(({ sent, voided }) => sent < step && (voided === null || voided >= step));
}

function usageOf(who: Subscriber, period: number, known: readonly SentRow[]): Usage[] {
  const [from, to] = [boundaryOf(who, period), boundaryOf(who, period + 1)];
  return priceOf(
    who.product,
    who.seats,
    known.filter(({ at }) => at >= from && at < to),
  );
}

function span(who: Subscriber, period: number): string {
  return [boundaryOf(who, period), boundaryOf(who, period + 1)].map(isoOf).join(' to ');
}

function isoOf(at: bigint): string {
  return new Date(Number(at / 1000n)).toISOString();
}
