import { grouped } from '../core/grouped.ts';
import { type DrawPlace, findDraws } from '../store/credit-draws.ts';
import type { Database } from '../store/database.ts';
import type { EventMark } from '../store/event-lists.ts';
import type { EventRow } from '../store/events.ts';
import type { LedgerRow } from '../store/ledger.ts';
import { findMarkedEntries } from '../store/ledger-marked.ts';
import { findMetersById } from '../store/meters.ts';
import { markOf, paidBy } from './read-entry-events.ts';

type DrawEntry = LedgerRow & DrawPlace;

/** The entries that each event made, in the order of their ledgers: those that `readEntryEvents` gives it for. */
export async function readEventEntries(
  database: Database,
  workspaceId: string,
  events: readonly EventRow[],
): Promise<LedgerRow[][]> {
  const marks = new Map(events.flatMap(marksOf).map((mark) => [markKey(mark), mark]));
  const entries = (await findMarkedEntries(database.pool, [...marks.values()])).filter(isOfDraw);
  if (entries.length === 0) return events.map(() => []);
  const places = new Map(entries.map((entry) => [placeKey(entry), entry]));
  const draws = await findDraws(database.pool, [...places.values()]);
  const meters = await findMetersById(database, workspaceId, [...new Set(draws.map(({ meterId }) => meterId))]);
  const tests = new Map(
    draws.flatMap((draw) => {
      const meter = meters.get(draw.meterId);
      return meter === undefined ? [] : [[placeKey(draw), paidBy(draw, meter)] as const];
    }),
  );
  const byMark = grouped(entries, (entry) => markKey(markOf(entry) as EventMark));
  return events.map((event) =>
    marksOf(event)
      .flatMap((mark) => byMark.get(markKey(mark)) ?? [])
      .filter((entry) => tests.get(placeKey(entry))?.(event)),
  );
}

function marksOf({ customerId, recordedAt, voidedAt }: EventRow): EventMark[] {
  const recorded: EventMark = { customerId, by: 'recorded_at', at: recordedAt };
  return voidedAt === null ? [recorded] : [recorded, { customerId, by: 'voided_at', at: voidedAt }];
}

function isOfDraw(entry: LedgerRow): entry is DrawEntry {
  return entry.subscriptionId !== null && entry.periodIndex !== null && entry.charge !== null;
}

const markKey = ({ customerId, by, at }: EventMark) => `${customerId} ${by} ${at}`;

const placeKey = ({ customerId, subscriptionId, periodIndex, charge }: DrawPlace) =>
  `${customerId} ${subscriptionId} ${periodIndex} ${charge}`;
