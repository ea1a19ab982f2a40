import { InvalidInput, NotFound } from '../core/errors.ts';
import { isCounted } from '../core/meters/build.ts';
import { type UsageDelta, usageDeltas, type ValueDelta } from '../core/meters/deltas.ts';
import { compileMeter } from '../core/meters/measure.ts';
import { withoutEvents } from '../core/meters/without.ts';
import { canName } from '../core/text.ts';
import type { Instant } from '../core/time/instant.ts';
import { holdBuilds } from '../store/builds.ts';
import { addDeltas } from '../store/deltas.ts';
import { readAllMeters } from '../store/meters.ts';
import { findCustomers } from '../store/sql/find-customers.ts';
import { type Queryable, run } from '../store/sql/statement.ts';
import { type HeldEvent, holdEvents, markEventsVoided, settleExtremes } from '../store/void.ts';
import { sharingWorkspace } from '../store/workspace-lock.ts';
import type { Deps } from './deps.ts';
import { holdCredits, redraw } from './redraw.ts';
import { turningPeriods } from './settle-credits.ts';

export type VoidEventsInput = {
  readonly workspaceId: string;
  /** The customer's externalId. */
  readonly customer: string;
  readonly ids: readonly string[];
};

export type VoidOutcome = {
  readonly voided: number;
  /** Voided before this call, and as they were. */
  readonly alreadyVoided: number;
  readonly notFound: readonly string[];
};

const idsMax = 10_000;

/**
 * Takes events out of all usage, in one transaction; they stay readable, and their ids stay taken. An id that the
 * customer has no event of is told and changes nothing.
 *
 * Throws NotFound for an unknown customer, InvalidInput for no ids or more than 10,000.
 */
export async function voidEvents(deps: Deps, input: VoidEventsInput): Promise<VoidOutcome> {
  const { workspaceId } = input;
  const ids = [...new Set(input.ids)];
  if (ids.length < 1 || ids.length > idsMax) {
    throw new InvalidInput([{ path: ['ids'], message: `Name 1 to ${idsMax} events; these are ${ids.length}.` }]);
  }
  if (!canName(input.customer)) throw missing();
  return await turningPeriods(deps, workspaceId, () => voidOnce(deps, input, ids));
}

const missing = () => new NotFound('There is no such customer.');

async function voidOnce(deps: Deps, input: VoidEventsInput, ids: readonly string[]): Promise<VoidOutcome> {
  const { workspaceId } = input;
  const now = await deps.clocks.now(workspaceId);
  return await sharingWorkspace(deps.database, workspaceId, async ({ client, commit }) => {
    const { rows } = await run(client, findCustomers, { workspaceId, externalIds: [input.customer] });
    const [customer] = rows;
    if (customer === undefined) throw missing();

    // Before the events, in the order a build takes its locks: its cursor must not move while we ask where it stands.
    const builds = await holdBuilds(client, workspaceId);
    const held = await holdEvents(client, workspaceId, customer.id, ids.filter(canName));
    const events = held.filter((event) => !event.voided);
    if (events.length > 0) {
      const eventIds = events.map((event) => event.eventId);
      // Entries of credits have it too, and so lead to their events.
      const recordedAt = deps.clock.now();
      await markEventsVoided(client, customer.id, eventIds, recordedAt);
      const credits = await holdCredits(client, workspaceId, [customer.id], { now, drawsAt: spanOf(events) });
      await takeOut(client, workspaceId, builds, events);
      if (credits !== null)
        await redraw(deps, client, workspaceId, credits, { kind: 'VOIDED_EVENTS', now, recordedAt });
    }
    const announcement = { kind: 'usage', workspaceId, customerIds: [customer.id], recordedAt: null } as const;
    await commit((to) => deps.announcer.commit(to, events.length > 0 ? announcement : null));

    const found = new Set(held.map((event) => event.eventId));
    return {
      voided: events.length,
      alreadyVoided: held.length - events.length,
      notFound: ids.filter((id) => !found.has(id)),
    };
  });
}

function spanOf(events: readonly HeldEvent[]): { from: Instant; to: Instant } {
  const times = events.map((event) => event.occurredAt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { from: times[0] ?? 0n, to: times.at(-1) ?? 0n };
}

async function takeOut(
  client: Queryable,
  workspaceId: string,
  builds: Awaited<ReturnType<typeof holdBuilds>>,
  events: readonly HeldEvent[],
): Promise<void> {
  const meters = new Map((await readAllMeters(client, workspaceId)).map((meter) => [meter.buildId, meter]));
  const rollups: UsageDelta[] = [];
  const values: ValueDelta[] = [];
  const extremes: { build: (typeof builds)[number]; touched: UsageDelta[] }[] = [];
  // In the order of the build ids, so that all rows together are in the order every writer takes them.
  for (const build of [...builds].sort((a, b) => a.id - b.id)) {
    const meter = meters.get(build.id);
    if (meter === undefined) continue;
    const counted = events.filter((event) => isCounted(build, event));
    const deltas = withoutEvents(usageDeltas([{ ...meter, measure: compileMeter(meter) }], counted));
    rollups.push(...deltas.rollups);
    values.push(...deltas.values);
    if (['MAX', 'MIN', 'LAST'].includes(meter.aggregation)) extremes.push({ build, touched: deltas.rollups });
  }
  await addDeltas(client, { rollups, values });
  for (const { build, touched } of extremes) {
    const meter = meters.get(build.id);
    if (meter !== undefined) await settleExtremes(client, meter, build, touched);
  }
}
