import { insertBuild } from '../store/builds.ts';
import { setMeterStatus } from '../store/meter-changes.ts';
import type { MeterRow } from '../store/meters.ts';
import { withMetersChange } from '../store/workspace-lock.ts';
import { buildMeter, pagesAtOnce } from './build-meter.ts';
import type { Deps } from './deps.ts';
import { requireMeter } from './require-meter.ts';

/**
 * Takes a meter into use again and counts everything anew, what came while it was archived too: it says BUILDING until
 * that is done. On a meter that is not archived it changes nothing. Throws NotFound.
 */
export async function unarchiveMeter(
  deps: Deps,
  input: { readonly workspaceId: string; readonly id: string },
): Promise<MeterRow> {
  const { workspaceId, id } = input;
  await requireMeter(deps, workspaceId, id);
  const buildId = await withMetersChange(deps.database, workspaceId, async (client, version) => {
    const meter = await requireMeter(deps, workspaceId, id);
    if (meter.status !== 'ARCHIVED') return null;
    const build = await insertBuild(client, { meterId: id, fromVersion: version, startedAt: deps.clock.now() });
    await setMeterStatus(client, id, { status: 'BUILDING', buildId: build, archivedAt: null });
    return build;
  });
  if (buildId !== null && (await buildMeter(deps, buildId, pagesAtOnce)) !== 'FINISHED') {
    await deps.announcer.announce({ kind: 'meter', workspaceId, meterId: id });
    await deps.scheduleBuild(buildId);
  }
  return await requireMeter(deps, workspaceId, id);
}
