import { closeBuild } from '../store/builds.ts';
import { setMeterStatus } from '../store/meter-changes.ts';
import type { MeterRow } from '../store/meters.ts';
import { withMetersChange } from '../store/workspace-lock.ts';
import type { Deps } from './deps.ts';
import { requireMeter } from './require-meter.ts';

/**
 * Archives a meter: its usage stays readable, and events recorded from now on do not count. Archiving it twice changes
 * nothing. Throws NotFound.
 */
export async function archiveMeter(
  deps: Deps,
  input: { readonly workspaceId: string; readonly id: string },
): Promise<MeterRow> {
  const { workspaceId, id } = input;
  await requireMeter(deps, workspaceId, id);
  await withMetersChange(deps.database, workspaceId, async (client, version) => {
    const meter = await requireMeter(deps, workspaceId, id);
    if (meter.status === 'ARCHIVED') return;
    await closeBuild(client, meter.buildId, version);
    const archivedAt = deps.clock.now();
    await setMeterStatus(client, id, { status: 'ARCHIVED', buildId: meter.buildId, archivedAt });
  });
  await deps.announcer.announce({ kind: 'meter', workspaceId, meterId: id });
  return await requireMeter(deps, workspaceId, id);
}
