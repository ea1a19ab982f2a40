import { formatDecimal } from '../core/decimal.ts';
import type { MeterDefinition } from '../core/meters/meter.ts';
import { formatInstant, type Instant } from '../core/time/instant.ts';
import type { MeterStatus } from './meters.ts';
import type { Queryable } from './sql/statement.ts';

export type NewMeter = MeterDefinition & {
  readonly id: string;
  readonly workspaceId: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly buildId: number;
  readonly createdAt: Instant;
};

/** Writes a meter that is being built. False: another meter of the workspace has its key, and nothing was written. */
export async function insertMeter(on: Queryable, meter: NewMeter): Promise<boolean> {
  const { rowCount } = await on.query({
    text: `
      INSERT INTO meter (id, workspace_id, key, name, description, event_name, aggregation, value_property, filter,
        group_by, unit, unit_size, status, build_id, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'BUILDING', $13, $14)
      ON CONFLICT (workspace_id, key) DO NOTHING`,
    values: [
      meter.id,
      meter.workspaceId,
      meter.key,
      meter.name,
      meter.description,
      meter.eventName,
      meter.aggregation,
      meter.valueProperty,
      meter.filter === null ? null : JSON.stringify(meter.filter),
      meter.groupBy,
      meter.unit,
      meter.unitSize === null ? null : formatDecimal(meter.unitSize),
      meter.buildId,
      formatInstant(meter.createdAt),
    ],
  });
  return rowCount === 1;
}

/** What may be edited of a meter; undefined leaves a field as it is. Everything else would change what it counts. */
export type MeterEdit = {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly unit?: string | null | undefined;
};

/** False: the workspace has no such meter. */
export async function updateMeterRow(
  on: Queryable,
  workspaceId: string,
  id: string,
  edit: MeterEdit,
): Promise<boolean> {
  const { rowCount } = await on.query({
    text: `
      UPDATE meter SET
        name = CASE WHEN $3 THEN $4 ELSE name END,
        description = CASE WHEN $5 THEN $6 ELSE description END,
        unit = CASE WHEN $7 THEN $8 ELSE unit END
      WHERE workspace_id = $1 AND id = $2`,
    values: [
      workspaceId,
      id,
      edit.name !== undefined,
      edit.name ?? null,
      edit.description !== undefined,
      edit.description ?? null,
      edit.unit !== undefined,
      edit.unit ?? null,
    ],
  });
  return rowCount === 1;
}

export async function setMeterStatus(
  on: Queryable,
  meterId: string,
  change: { readonly status: MeterStatus; readonly buildId: number; readonly archivedAt: Instant | null },
): Promise<void> {
  await on.query({
    text: 'UPDATE meter SET status = $2, build_id = $3, archived_at = $4 WHERE id = $1',
    values: [
      meterId,
      change.status,
      change.buildId,
      change.archivedAt === null ? null : formatInstant(change.archivedAt),
    ],
  });
}
