import { type DrawingEvent, type DrawMove, drawEvents } from '../core/credits/event-draws.ts';
import { settleBooks } from '../core/credits/settle.ts';
import type { Draw } from '../core/credits/usage-draw.ts';
import type { Entry } from '../core/events/entry.ts';
import { grouped } from '../core/grouped.ts';
import { valueKeyOf } from '../core/meters/keys.ts';
import type { Instant } from '../core/time/instant.ts';
import type { Catalog, CatalogMeter } from '../store/catalog.ts';
import type { AccountRow } from '../store/credit-accounts.ts';
import { removeEvents } from '../store/events.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { closeCredits } from './close-credits.ts';
import { countedValues } from './counted-values.ts';
import type { Deps } from './deps.ts';
import { openCredits } from './open-credits.ts';

export type EventFlush = {
  readonly workspaceId: string;
  readonly catalog: Catalog;
  /** By the server's clock. */
  readonly recordedAt: Instant;
  /** Null where they are still to be locked. */
  readonly accounts: LockedAccounts | null;
};

/** The accounts of the customers whose events are sent, whether or not they will be recorded, and as of when. */
export type LockedAccounts = { readonly now: Instant; readonly rows: readonly AccountRow[] };

/** What time it is for the credits of a workspace, within a transaction. */
export async function creditTime(
  { clock, clocks }: Pick<Deps, 'clock' | 'clocks'>,
  on: Queryable,
  workspaceId: string,
): Promise<Instant> {
  return clock.now() + (await clocks.ahead(on, workspaceId));
}

/**
 * Draws the credits of events that have just been inserted, in their order and before anything counts them. One whose
 * sender requires credits, and whose draw they do not cover in full, is taken out again and judged INSUFFICIENT_CREDITS.
 *
 * A bounded number of statements, however many events and customers; the writing ones are sent by the function it gives,
 * so that they can travel with others. Throws PeriodsDue.
 */
export async function drawForEvents(
  deps: Pick<Deps, 'ids' | 'clock' | 'clocks'>,
  on: Queryable,
  { workspaceId, catalog, recordedAt, accounts }: EventFlush,
  recorded: readonly Entry[],
): Promise<() => Promise<void>> {
  if (!catalog.hasCreditTypes || recorded.length === 0) return nothingToWrite;
  const now = accounts?.now ?? (await creditTime(deps, on, workspaceId));
  const byCustomer = grouped(recorded, (entry) => entry.customerId);
  const credits = await openCredits(on, {
    customerIds: [...byCustomer.keys()],
    now,
    needsTurned: true,
    drawsAt: spanOf(recorded),
    holdIds: recorded.flatMap(({ event }) => event.holdId ?? []),
    ...(accounts === null ? {} : { locked: accounts.rows }),
  });
  if (credits === null) return nothingToWrite;
  for (const books of credits.books) settleBooks(books, now);

  const meters = grouped(catalog.meters, (meter) => meter.eventName);
  const draws = grouped(credits.draws, drawKey);
  const seen = await countedValues(on, workspaceId, catalog, credits.draws, recorded);
  const refused: Entry[] = [];
  for (const [customerId, books] of grouped(credits.books, (one) => one.customerId)) {
    const events = (byCustomer.get(customerId) ?? []).flatMap((entry) =>
      drawingEvent(entry, meters.get(entry.event.name) ?? [], draws, seen),
    );
    const byType = new Map(books.map((one) => [one.creditTypeId, one]));
    for (const { entry } of drawEvents({ books: byType, now, newId: deps.ids.uuid }, events)) refused.push(entry);
    for (const { moves } of events) for (const { draw } of moves) credits.changedDraws.add(draw);
  }
  for (const entry of refused) entry.judgement = 'INSUFFICIENT_CREDITS';
  return async () => {
    await Promise.all([removeEvents(on, refused), closeCredits(deps, on, { workspaceId, recordedAt }, credits)]);
  };
}

const nothingToWrite = async () => {};

const noValues = new Set<string>();

const drawKey = (of: { readonly customerId: string; readonly meterId: string }) => of.customerId + of.meterId;

/** The event with what it draws; nothing where it draws nothing and names no hold. */
function drawingEvent(
  entry: Entry,
  meters: readonly CatalogMeter[],
  draws: ReadonlyMap<string, readonly Draw[]>,
  seen: ReadonlyMap<Draw, Set<string>>,
): (DrawingEvent & { readonly entry: Entry })[] {
  const { customerId, event, requireCredits } = entry;
  const moves: DrawMove[] = [];
  for (const meter of meters) {
    const draw = draws.get(customerId + meter.meterId)?.find((one) => pays(one, event));
    if (draw === undefined) continue;
    const measurement = meter.measure(event);
    if (typeof measurement === 'string') continue;
    const valueKey = measurement.valueText === null ? null : valueKeyOf(measurement.valueText);
    moves.push({ draw, meter, measurement, valueKey, counted: seen.get(draw) ?? noValues });
  }
  const { eventId, occurredAt, holdId } = event;
  if (moves.length === 0 && holdId === null) return [];
  return [{ entry, eventId, occurredAt, requireCredits, holdId, moves }];
}

/** Whether a draw pays for an event: one that names its subscription, or one that names none at a time it answers for. */
export function pays(
  { subscriptionId, period, spans }: Draw,
  event: { readonly subscriptionId: string | null; readonly occurredAt: Instant },
): boolean {
  const at = event.occurredAt;
  if (event.subscriptionId === null) return spans.some(({ from, to }) => from <= at && at < to);
  return event.subscriptionId === subscriptionId && period.from <= at && at < period.to;
}

function spanOf(entries: readonly Entry[]): { from: Instant; to: Instant } {
  let [from, to] = [entries[0]?.event.occurredAt ?? 0n, entries[0]?.event.occurredAt ?? 0n];
  for (const { event } of entries) {
    if (event.occurredAt < from) from = event.occurredAt;
    if (event.occurredAt > to) to = event.occurredAt;
  }
  return { from, to };
}
