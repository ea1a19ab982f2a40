import { Decimal } from '../core/decimal.ts';
import type { EventFilter } from '../core/meters/filter.ts';
import type { Aggregation, MeterDefinition } from '../core/meters/meter.ts';
import type { Instant } from '../core/time/instant.ts';
import { instantOf } from './columns.ts';
import type { Database } from './database.ts';
import { canFind, patternOf } from './search.ts';
import type { Queryable } from './sql/statement.ts';

export type MeterStatus = 'BUILDING' | 'ACTIVE' | 'ARCHIVED';

/** How far the count of the events that were there before the meter has come. Finished: `finishedAt` is set. */
export type MeterBuild = {
  readonly eventsRead: bigint;
  readonly eventsTotal: bigint;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  /** Events recorded under this version of the workspace or later are not counted; null: all are. */
  readonly toVersion: number | null;
};

export type MeterRow = MeterDefinition & {
  readonly id: string;
  readonly workspaceId: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly status: MeterStatus;
  readonly buildId: number;
  readonly createdAt: Instant;
  readonly archivedAt: Instant | null;
  readonly build: MeterBuild;
};

/** A page of a list ordered by id. `after` and `before` are ids and excluded. */
export type Page = {
  readonly limit: number;
  readonly after: string | null;
  readonly before: string | null;
  readonly backwards: boolean;
};

type Columns = {
  id: string;
  workspace_id: string;
  key: string;
  name: string;
  description: string | null;
  event_name: string;
  aggregation: Aggregation;
  value_property: string | null;
  filter: EventFilter | null;
  group_by: string[];
  unit: string | null;
  unit_size: string | null;
  status: MeterStatus;
  build_id: number;
  created_at: string;
  archived_at: string | null;
  events_read: string;
  events_total: string;
  started_at: string;
  finished_at: string | null;
  to_version: number | null;
};

const select = `
  SELECT m.*, b.events_read, b.events_total, b.started_at, b.finished_at, b.to_version
  FROM meter m JOIN meter_build b ON b.id = m.build_id`;

export async function findMetersByKey(
  database: Database,
  workspaceId: string,
  keys: readonly string[],
): Promise<Map<string, MeterRow>> {
  const { rows } = await database.pool.query<Columns>({
    name: 'find_meters_by_key',
    text: `${select} WHERE m.workspace_id = $1 AND m.key = ANY ($2::text[])`,
    values: [workspaceId, keys],
  });
  return new Map(rows.map((row) => [row.key, fromRow(row)]));
}

export async function findMetersById(
  database: Database,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, MeterRow>> {
  const { rows } = await database.pool.query<Columns>({
    name: 'find_meters_by_id',
    text: `${select} WHERE m.workspace_id = $1 AND m.id = ANY ($2::uuid[])`,
    values: [workspaceId, ids],
  });
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

/** A workspace's meters in the order they were made, archived ones or the others. */
export async function listMeters(
  database: Database,
  workspaceId: string,
  page: Page & { readonly search: string | null; readonly archived: boolean },
): Promise<MeterRow[]> {
  if (!canFind(page.search)) return [];
  const { rows } = await database.pool.query<Columns>({
    text: `${select}
      WHERE m.workspace_id = $1 AND (m.status = 'ARCHIVED') = $2
        AND ($3::uuid IS NULL OR m.id > $3::uuid) AND ($4::uuid IS NULL OR m.id < $4::uuid)
        AND ($5::text IS NULL OR m.key ILIKE $5::text OR m.name ILIKE $5::text)
      ORDER BY m.id ${page.backwards ? 'DESC' : 'ASC'}
      LIMIT $6`,
    values: [workspaceId, page.archived, page.after, page.before, patternOf(page.search), page.limit],
  });
  const meters = rows.map(fromRow);
  return page.backwards ? meters.reverse() : meters;
}

/** The meters that count what a workspace's customers send now: all that are not archived. */
export async function readCountingMeters(on: Queryable, workspaceId: string): Promise<MeterRow[]> {
  const { rows } = await on.query<Columns>({
    name: 'read_counting_meters',
    text: `${select} WHERE m.workspace_id = $1 AND m.status <> 'ARCHIVED' ORDER BY m.id`,
    values: [workspaceId],
  });
  return rows.map(fromRow);
}

/** Those of them that count events of these names, in the order they were made. */
export async function findCountingMeters(
  on: Queryable,
  workspaceId: string,
  eventNames: readonly string[],
): Promise<MeterRow[]> {
  const { rows } = await on.query<Columns>({
    name: 'find_counting_meters',
    text: `${select}
      WHERE m.workspace_id = $1 AND m.event_name = ANY ($2::text[]) AND m.status <> 'ARCHIVED' ORDER BY m.id`,
    values: [workspaceId, eventNames],
  });
  return rows.map(fromRow);
}

/** All meters of a workspace, archived ones too. */
export async function readAllMeters(on: Queryable, workspaceId: string): Promise<MeterRow[]> {
  const { rows } = await on.query<Columns>({ text: `${select} WHERE m.workspace_id = $1`, values: [workspaceId] });
  return rows.map(fromRow);
}

/** Whether a meter of the workspace is still counting what was recorded before it. */
export async function hasBuildingMeters(on: Queryable, workspaceId: string): Promise<boolean> {
  const { rowCount } = await on.query({
    name: 'has_building_meters',
    text: `SELECT 1 FROM meter WHERE workspace_id = $1 AND status = 'BUILDING' LIMIT 1`,
    values: [workspaceId],
  });
  return rowCount !== 0;
}

function fromRow(row: Columns): MeterRow {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    key: row.key,
    name: row.name,
    description: row.description,
    eventName: row.event_name,
    aggregation: row.aggregation,
    valueProperty: row.value_property,
    filter: row.filter,
    groupBy: row.group_by,
    unit: row.unit,
    unitSize: row.unit_size === null ? null : new Decimal(row.unit_size),
    status: row.status,
    buildId: row.build_id,
    createdAt: instantOf(row.created_at),
    archivedAt: row.archived_at === null ? null : instantOf(row.archived_at),
    build: {
      eventsRead: BigInt(row.events_read),
      eventsTotal: BigInt(row.events_total),
      startedAt: instantOf(row.started_at),
      finishedAt: row.finished_at === null ? null : instantOf(row.finished_at),
      toVersion: row.to_version,
    },
  };
}
