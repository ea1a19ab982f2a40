import { Decimal } from '../decimal.ts';
import type { Measurement } from '../meters/measure.ts';
import type { Aggregation } from '../meters/meter.ts';
import type { Instant } from '../time/instant.ts';
import { addTotals, emptyTotal, type UsageTotal } from '../usage/total.ts';
import { availableOf, type Books, type Hold, inBurnOrder, zero } from './books.ts';
import { canCover } from './cover.ts';
import { isValid } from './grant.ts';
import { causeOf, type Draw, dueOf, returnsFirst, settleDraw, spendHold } from './usage-draw.ts';

/** What one event adds to one draw. */
export type DrawMove = {
  readonly draw: Draw;
  readonly meter: { readonly aggregation: Aggregation; readonly unitSize: Decimal | null };
  readonly measurement: Measurement;
  /** UNIQUE_COUNT only: the event's value, and those the draw has had. Others have none. */
  readonly valueKey: string | null;
  readonly counted: Set<string>;
};

/** An event that has been inserted and not been counted. */
export type DrawingEvent = {
  readonly eventId: string;
  readonly occurredAt: Instant;
  readonly requireCredits: boolean;
  readonly holdId: string | null;
  readonly moves: readonly DrawMove[];
};

export type Drawing = {
  /** One customer's, by credit type. */
  readonly books: ReadonlyMap<string, Books>;
  readonly now: Instant;
  readonly newId: () => string;
};

/**
 * Draws what the events of one customer come to, one after the other, and gives those that were refused: they require
 * credits, and would not have been covered in full.
 */
export function drawEvents<T extends DrawingEvent>(drawing: Drawing, events: readonly T[]): T[] {
  if (drawTogether(drawing, events)) return [];
  return events.filter((event) => !drawOne(drawing, event));
}

/** The total with one more event. */
function withEvent(
  total: UsageTotal,
  { meter, measurement, valueKey, counted }: DrawMove,
  of: DrawingEvent,
): UsageTotal {
  const { aggregation } = meter;
  const { value } = measurement;
  if (valueKey !== null)
    return { ...total, uniqueCount: (total.uniqueCount ?? 0n) + (counted.has(valueKey) ? 0n : 1n) };
  if (aggregation === 'COUNT' || value === null) return { ...total, eventCount: total.eventCount + 1n };
  return addTotals(total, {
    eventCount: 1n,
    sum: aggregation === 'SUM' || aggregation === 'AVERAGE' ? value : null,
    max: aggregation === 'MAX' ? value : null,
    min: aggregation === 'MIN' ? value : null,
    last: aggregation === 'LAST' ? { at: of.occurredAt, eventId: of.eventId, value } : null,
    uniqueCount: null,
  });
}

function booksOf({ books }: Drawing, { terms }: Draw): Books {
  const found = books.get(terms.creditTypeId);
  if (found === undefined) throw new Error(`There is no account of ${terms.creditTypeId}.`);
  return found;
}

/** False: refused, and nothing has moved. */
function drawOne(drawing: Drawing, event: DrawingEvent): boolean {
  const { now, newId } = drawing;
  const held = holdOf(drawing, event);
  const moves = returnsFirst(
    event.moves.map((move) => {
      const total = withEvent(move.draw.total, move, event);
      return { ...move, total, books: booksOf(drawing, move.draw), due: dueOf(move.draw, move.meter, total) };
    }),
  );
  if (event.requireCredits) {
    const covers = (books: Books) => {
      const own = moves.filter((move) => move.books === books);
      return canCover(books, own, held?.books === books ? held.hold : null);
    };
    if (![...new Set(moves.map(({ books }) => books))].every(covers)) return false;
  }
  if (held !== null) spendHold(held.books, held.hold, now);
  let reserved = held?.hold.amount ?? zero;
  for (const { draw, total, books, due, valueKey, counted } of moves) {
    const before = draw.drawn;
    if (valueKey !== null) counted.add(valueKey);
    const cause = causeOf(draw, 'EVENTS', held?.hold.id ?? null);
    draw.total = total;
    const use = { at: now, cause, occurredAt: event.occurredAt, eventCount: 1n };
    settleDraw(books, draw, due, use, newId, held?.books === books ? reserved : zero);
    if (held?.books === books) {
      reserved = Decimal.max(reserved.minus(Decimal.max(draw.drawn.minus(before), zero)), zero);
      const captured = (held.hold.captured ?? zero).plus(draw.drawn).minus(before);
      held.hold.captured = Decimal.max(Decimal.min(captured, held.hold.amount), zero);
    }
  }
  return true;
}

function holdOf({ books }: Drawing, { holdId }: DrawingEvent): { books: Books; hold: Hold } | null {
  if (holdId === null) return null;
  for (const one of books.values()) {
    const hold = one.holds.get(holdId);
    if (hold?.status === 'OPEN') return { books: one, hold };
  }
  return null;
}

type Together = {
  readonly draw: Draw;
  readonly meter: DrawMove['meter'];
  total: UsageTotal;
  count: bigint;
  latest: Instant;
};

/**
 * Draws all events at once where that comes to the same, which it does for hundreds of events in a row: usage only grows,
 * nobody could be refused, nothing is bought on top, and the grant that is drawn first has enough for all of it. False:
 * it might not, and nothing has moved.
 */
function drawTogether(drawing: Drawing, events: readonly DrawingEvent[]): boolean {
  const draws = new Map<Draw, Together>();
  for (const event of events) {
    if (event.requireCredits || event.holdId !== null) return false;
    for (const move of event.moves) {
      if (!grows(move)) return false;

      let together = draws.get(move.draw);
      if (together === undefined) {
        together = { draw: move.draw, meter: move.meter, total: emptyTotal, count: 0n, latest: event.occurredAt };
        draws.set(move.draw, together);
      }
      together.total = withEvent(together.total, move, event);
      together.count += 1n;
      if (event.occurredAt > together.latest) together.latest = event.occurredAt;
    }
  }
  const dues = [...draws.values()].map((one) => {
    const total = addTotals(one.draw.total, one.total);
    return { ...one, total, due: dueOf(one.draw, one.meter, total) };
  });
  if (!isPlenty(drawing, dues)) return false;
  for (const { draw, total, due, count: eventCount, latest: occurredAt } of dues) {
    draw.total = total;
    const use = { at: drawing.now, cause: causeOf(draw, 'EVENTS'), occurredAt, eventCount };
    settleDraw(booksOf(drawing, draw), draw, due, use, drawing.newId);
  }
  return true;
}

/** Whether usage cannot fall by it. */
function grows({ meter, measurement }: DrawMove): boolean {
  switch (meter.aggregation) {
    case 'COUNT':
    case 'MAX':
      return true;
    case 'SUM':
      return measurement.value === null || !measurement.value.isNegative();
    default:
      return false;
  }
}

/** Whether all of it comes out of one grant, without touching what is held or a threshold. */
function isPlenty(drawing: Drawing, dues: readonly { readonly draw: Draw; readonly due: Decimal }[]): boolean {
  const needed = new Map<Books, Decimal>();
  for (const { draw, due } of dues) {
    if (due.isNegative()) return false;
    const books = booksOf(drawing, draw);
    needed.set(books, (needed.get(books) ?? zero).plus(due));
  }
  for (const [books, due] of needed) {
    if (due.isZero()) continue;
    const left = availableOf(books).minus(due);
    const first = inBurnOrder(books).find((grant) => isValid(grant, drawing.now));
    if (first === undefined || first.remaining.lessThan(due) || left.isNegative()) return false;
    if (books.topUps.some(({ left: more, threshold }) => more > 0 && left.lessThan(threshold))) return false;
  }
  return true;
}
