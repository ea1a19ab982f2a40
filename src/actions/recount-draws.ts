import type { CauseKind } from '../core/credits/entry.ts';
import { causeOf, type Draw, dueOf, returnsFirst, settleDraw } from '../core/credits/usage-draw.ts';
import type { Decimal } from '../core/decimal.ts';
import type { Instant } from '../core/time/instant.ts';
import { type BilledQuery, readBilledTotals } from '../store/billed-usage.ts';
import { type MeterRow, readAllMeters } from '../store/meters.ts';
import type { Queryable } from '../store/sql/statement.ts';
import type { Deps } from './deps.ts';
import type { OpenCredits } from './open-credits.ts';

/** What a draw pays for, as a question to the rollups. */
export function billedQueryOf(draw: Draw, meters: ReadonlyMap<string, MeterRow>): BilledQuery {
  const { customerId, subscriptionId, period, spans, meterId } = draw;
  const meter = meters.get(meterId);
  if (meter === undefined) throw new Error(`There is no meter ${meterId}.`);
  return { customerId, subscriptionId, period, spans, meter, property: null };
}

/** Counts anew what these draws pay for, from the rollups. Gives their meters. */
export async function recountTotals(
  on: Queryable,
  workspaceId: string,
  draws: readonly Draw[],
): Promise<Map<string, MeterRow>> {
  const meters = new Map((await readAllMeters(on, workspaceId)).map((meter) => [meter.id, meter]));
  const totals = await readBilledTotals(
    on,
    draws.map((draw) => billedQueryOf(draw, meters)),
  );
  for (const [i, draw] of draws.entries()) draw.total = totals[i] ?? draw.total;
  return meters;
}

export type Settling = { readonly kind: CauseKind; readonly at: Instant; readonly occurredAt: Instant };

/** Draws or gives back what these draws are away from what their usage comes to. */
export function settleTotals(
  deps: Pick<Deps, 'ids'>,
  credits: OpenCredits,
  draws: readonly Draw[],
  meters: ReadonlyMap<string, MeterRow>,
  { kind, at, occurredAt }: Settling,
): void {
  const dues = draws.map((draw) => ({ draw, due: dueBy(draw, meters) }));
  for (const { draw, due } of returnsFirst(dues)) {
    const books = credits.of(draw.customerId, draw.terms.creditTypeId);
    settleDraw(books, draw, due, { at, cause: causeOf(draw, kind), occurredAt }, deps.ids.uuid);
    credits.changedDraws.add(draw);
  }
}

/** How far a draw is from what its usage comes to. */
export function dueBy(draw: Draw, meters: ReadonlyMap<string, MeterRow>): Decimal {
  const meter = meters.get(draw.meterId);
  if (meter === undefined) throw new Error(`There is no meter ${draw.meterId}.`);
  return dueOf(draw, meter, draw.total);
}
