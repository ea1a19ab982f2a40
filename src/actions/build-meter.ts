import { usageDeltas } from '../core/meters/deltas.ts';
import { compileMeter } from '../core/meters/measure.ts';
import {
  type BuildRow,
  claimBuild,
  estimateBuild,
  findOpenBuilds,
  finishBuild,
  moveCursor,
  purgeReplacedBuilds,
} from '../store/builds.ts';
import { instantOf } from '../store/columns.ts';
import { addDeltas } from '../store/deltas.ts';
import { findMetersById } from '../store/meters.ts';
import { pageEvents } from '../store/sql/page-events.ts';
import { type Queryable, run } from '../store/sql/statement.ts';
import type { Deps } from './deps.ts';
import { redrawMeter } from './redraw.ts';

/** How many pages of a new build are counted before its maker gets an answer: 20,000 events, under half a second. */
export const pagesAtOnce = 4;

// A page takes some 100 ms. It holds only the build's own row, and the rollups it adds to for the end of that.
const pageSize = 5_000;
const purgeRowsMax = 20_000;

type BuildDeps = Pick<Deps, 'database' | 'clock' | 'clocks' | 'ids' | 'announcer'>;

export type BuildProgress = 'FINISHED' | 'UNFINISHED' | 'ELSEWHERE';

/**
 * Counts, page by page, the events that were recorded before the meter was. Each page is one transaction that moves the
 * build's cursor together with the rollups, so a crash repeats nothing and skips nothing, and any instance may go on.
 *
 * Stops after `pagesMax` pages with UNFINISHED. ELSEWHERE: another instance is at it, or there is nothing left to do.
 */
export async function buildMeter(
  deps: BuildDeps,
  buildId: number,
  pagesMax = Number.POSITIVE_INFINITY,
): Promise<BuildProgress> {
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const progress = await buildPage(deps, buildId);
    if (progress !== 'UNFINISHED') return progress;
    if (pages === 0) await estimateBuild(deps.database, buildId);
  }
  return 'UNFINISHED';
}

/** Asks for every build that nobody has finished, and clears away what replaced ones have left. */
export async function resumeBuilds(deps: Pick<Deps, 'database' | 'scheduleBuild'>): Promise<void> {
  for (const buildId of await findOpenBuilds(deps.database)) await deps.scheduleBuild(buildId);
  while ((await purgeReplacedBuilds(deps.database, purgeRowsMax)) > 0);
}

async function buildPage(deps: BuildDeps, buildId: number): Promise<BuildProgress> {
  const { progress, build } = await deps.database.transaction(async (client) => {
    const build = await claimBuild(client, buildId);
    if (build === null) return { progress: 'ELSEWHERE' as const, build };
    if (await countPage(deps, client, build)) return { progress: 'UNFINISHED' as const, build };
    // Before it is finished: killed in between, whoever goes on does it again.
    await redrawMeter(deps, build.workspaceId, build.meterId);
    await finishBuild(client, buildId, deps.clock.now());
    return { progress: 'FINISHED' as const, build };
  });
  if (progress === 'FINISHED') {
    await deps.announcer.announce({ kind: 'meter', workspaceId: build.workspaceId, meterId: build.meterId });
  }
  return progress;
}

/** Adds the build's next page of events to its rollups. False: there was none. */
async function countPage(deps: Pick<Deps, 'database'>, client: Queryable, build: BuildRow): Promise<boolean> {
  const meter = (await findMetersById(deps.database, build.workspaceId, [build.meterId])).get(build.meterId);
  if (meter === undefined) throw new Error('A build without a meter.');
  const { rows } = await run(client, pageEvents, {
    workspaceId: build.workspaceId,
    afterCustomerId: build.cursor.customerId,
    afterEventId: build.cursor.eventId,
    size: pageSize,
    name: meter.eventName,
    versionBelow: Math.min(build.fromVersion, build.toVersion ?? build.fromVersion),
  });
  const end = rows.find((row) => row.walked !== null);
  if (end === undefined) return false;
  const events = rows.flatMap((row) =>
    row.occurred_at === null || row.properties === null
      ? []
      : {
          customerId: row.customer_id,
          eventId: row.event_id,
          name: meter.eventName,
          occurredAt: instantOf(row.occurred_at),
          properties: row.properties,
          subscriptionId: row.subscription_id,
        },
  );
  const compiled = { ...meter, measure: compileMeter(meter) };
  await addDeltas(client, usageDeltas([compiled], events));
  await moveCursor(client, build.id, {
    cursor: { customerId: end.customer_id, eventId: end.event_id },
    eventsRead: Number(end.walked),
  });
  return true;
}
