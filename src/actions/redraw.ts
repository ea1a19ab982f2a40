import type { CauseKind } from '../core/credits/entry.ts';
import { settleBooks } from '../core/credits/settle.ts';
import type { Instant } from '../core/time/instant.ts';
import { findDrawingCustomers } from '../store/credit-draws.ts';
import { hasCreditTypes } from '../store/credit-types.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { closeCredits } from './close-credits.ts';
import type { Deps } from './deps.ts';
import { type OpenCredits, openCredits } from './open-credits.ts';
import { recountTotals, settleTotals } from './recount-draws.ts';
import { turningPeriods } from './settle-credits.ts';

/** Which draws have to be counted anew, and why. */
export type Redraw = {
  readonly kind: CauseKind;
  /** By the workspace's clock. */
  readonly now: Instant;
  readonly drawsAt: { readonly from: Instant; readonly to: Instant };
};

/** Locks the credits that a change of usage will move, before it does. Null where there are none. Throws PeriodsDue. */
export async function holdCredits(
  on: Queryable,
  workspaceId: string,
  customerIds: readonly string[],
  { now, drawsAt }: Pick<Redraw, 'now' | 'drawsAt'>,
): Promise<OpenCredits | null> {
  if (!(await hasCreditTypes(on, workspaceId))) return null;
  return await openCredits(on, { customerIds, now, needsTurned: true, drawsAt });
}

/** Counts held draws anew, draws or gives back the difference, and writes it: at `recordedAt`, or by the clock. */
export async function redraw(
  deps: Pick<Deps, 'ids' | 'clock'>,
  on: Queryable,
  workspaceId: string,
  credits: OpenCredits,
  { kind, now, recordedAt = deps.clock.now() }: Pick<Redraw, 'kind' | 'now'> & { readonly recordedAt?: Instant },
): Promise<void> {
  for (const books of credits.books) settleBooks(books, now);
  const meters = await recountTotals(on, workspaceId, credits.draws);
  settleTotals(deps, credits, credits.draws, meters, { kind, at: now, occurredAt: now });
  await closeCredits(deps, on, { workspaceId, recordedAt }, credits);
}

// A transaction of some hundred milliseconds.
const customersAtOnce = 200;
const ever = { from: -(2n ** 53n), to: 2n ** 53n };

/** Draws what a meter has counted in its build: whoever has charges by it was drawn nothing for the past until now. */
export async function redrawMeter(
  deps: Pick<Deps, 'database' | 'clock' | 'clocks' | 'ids' | 'announcer'>,
  workspaceId: string,
  meterId: string,
): Promise<void> {
  const customerIds = await findDrawingCustomers(deps.database.pool, meterId);
  for (let i = 0; i < customerIds.length; i += customersAtOnce) {
    const some = customerIds.slice(i, i + customersAtOnce);
    await turningPeriods(deps, workspaceId, async () => {
      const now = await deps.clocks.now(workspaceId);
      await deps.database.transaction(async (client) => {
        const credits = await holdCredits(client, workspaceId, some, { now, drawsAt: ever });
        if (credits === null) return;
        credits.draws.splice(0, credits.draws.length, ...credits.draws.filter((draw) => draw.meterId === meterId));
        await redraw(deps, client, workspaceId, credits, { kind: 'RECOUNT', now });
        await deps.announcer.announceWithin(client, { kind: 'credits', workspaceId, customerIds: some });
      });
    });
  }
}
