import { NotFound } from '../core/errors.ts';
import { findMetersById, type MeterRow } from '../store/meters.ts';
import type { Deps } from './deps.ts';

/** The meter of this workspace with this id. Throws NotFound, for a foreign one too. */
export async function requireMeter(deps: Pick<Deps, 'database'>, workspaceId: string, id: string): Promise<MeterRow> {
  const meter = (await findMetersById(deps.database, workspaceId, [id])).get(id);
  if (meter === undefined) throw new NotFound('There is no such meter.');
  return meter;
}
