import { InvalidInput } from '../core/errors.ts';
import { labelIssues } from '../core/meters/meter.ts';
import { type MeterEdit, updateMeterRow } from '../store/meter-changes.ts';
import type { MeterRow } from '../store/meters.ts';
import type { Deps } from './deps.ts';
import { requireMeter } from './require-meter.ts';

export type UpdateMeterInput = MeterEdit & { readonly workspaceId: string; readonly id: string };

/**
 * Edits what people call a meter, never what it counts: another definition is another meter. What is undefined stays.
 *
 * Throws NotFound and InvalidInput.
 */
export async function updateMeter(deps: Deps, input: UpdateMeterInput): Promise<MeterRow> {
  const issues = labelIssues(input);
  if (issues.length > 0) throw new InvalidInput(issues);
  await requireMeter(deps, input.workspaceId, input.id);
  await updateMeterRow(deps.database.pool, input.workspaceId, input.id, input);
  await deps.announcer.announce({ kind: 'meter', workspaceId: input.workspaceId, meterId: input.id });
  return await requireMeter(deps, input.workspaceId, input.id);
}
