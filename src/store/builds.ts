import type { Instant } from '../core/time/instant.ts';
import { formatInstant } from '../core/time/instant.ts';
import type { Database } from './database.ts';
import type { Queryable } from './sql/statement.ts';

/**
 * A build is one count of a meter, with rollups of its own.
 *
 * It counts an event exactly once: as it is recorded, if that happened under `fromVersion` or later; otherwise when the
 * build's walk over the stored events, in (customer, id) order, comes past it. Not at all under `toVersion` or later.
 */
export type BuildRow = {
  readonly id: number;
  readonly meterId: string;
  readonly workspaceId: string;
  readonly fromVersion: number;
  readonly toVersion: number | null;
  readonly cursor: BuildCursor;
  readonly finished: boolean;
};

export type BuildCursor = { readonly customerId: string; readonly eventId: string };

type Columns = {
  id: number;
  meter_id: string;
  workspace_id: string;
  from_version: number;
  to_version: number | null;
  cursor_customer_id: string;
  cursor_event_id: string;
  finished_at: string | null;
};

const select = `
  SELECT b.*, m.workspace_id FROM meter_build b JOIN meter m ON m.build_id = b.id`;

/** Opens a build that counts what is recorded from `fromVersion` on, and gives its id. */
export async function insertBuild(
  on: Queryable,
  build: { readonly meterId: string; readonly fromVersion: number; readonly startedAt: Instant },
): Promise<number> {
  const { rows } = await on.query<{ id: number }>({
    text: 'INSERT INTO meter_build (meter_id, from_version, started_at) VALUES ($1, $2, $3) RETURNING id',
    values: [build.meterId, build.fromVersion, formatInstant(build.startedAt)],
  });
  return (rows[0] as { id: number }).id;
}

/** Takes a build's row for this transaction. Null: finished, replaced by a newer one, or another instance has it. */
export async function claimBuild(on: Queryable, buildId: number): Promise<BuildRow | null> {
  const { rows } = await on.query<Columns>({
    text: `${select} WHERE b.id = $1 AND b.finished_at IS NULL FOR UPDATE OF b SKIP LOCKED`,
    values: [buildId],
  });
  return rows[0] === undefined ? null : fromRow(rows[0]);
}

/** How many counts of meters go on, over all workspaces, and how far they have come together. */
export type BuildProgress = { readonly unfinished: number; readonly eventsRead: number; readonly eventsTotal: number };

export async function readBuildProgress(on: Queryable): Promise<BuildProgress> {
  const { rows } = await on.query<{ unfinished: string; read: string; total: string }>({
    text: `
      SELECT count(*) AS unfinished, coalesce(sum(b.events_read), 0) AS read, coalesce(sum(b.events_total), 0) AS total
      FROM meter m JOIN meter_build b ON b.id = m.build_id WHERE b.finished_at IS NULL`,
    values: [],
  });
  const [row] = rows;
  return {
    unfinished: Number(row?.unfinished ?? 0),
    eventsRead: Number(row?.read ?? 0),
    eventsTotal: Number(row?.total ?? 0),
  };
}

/** Every meter's current build in a workspace. Their cursors do not move until this transaction ends. */
export async function holdBuilds(on: Queryable, workspaceId: string): Promise<BuildRow[]> {
  // Two statements: the second one sees where a build stood when the first one had it.
  await on.query({
    text: `${select} WHERE m.workspace_id = $1 AND b.finished_at IS NULL ORDER BY b.id FOR SHARE OF b`,
    values: [workspaceId],
  });
  const { rows } = await on.query<Columns>({ text: `${select} WHERE m.workspace_id = $1`, values: [workspaceId] });
  return rows.map(fromRow);
}

export async function moveCursor(
  on: Queryable,
  buildId: number,
  to: { readonly cursor: BuildCursor; readonly eventsRead: number },
): Promise<void> {
  await on.query({
    text: `
      UPDATE meter_build SET cursor_customer_id = $2, cursor_event_id = $3, events_read = events_read + $4 WHERE id = $1`,
    values: [buildId, to.cursor.customerId, to.cursor.eventId, to.eventsRead],
  });
}

/** Ends a build: from here its meter answers. A meter archived meanwhile stays archived. */
export async function finishBuild(on: Queryable, buildId: number, at: Instant): Promise<void> {
  await on.query({
    text: 'UPDATE meter_build SET finished_at = $2, events_total = events_read WHERE id = $1',
    values: [buildId, formatInstant(at)],
  });
  await on.query({
    text: `UPDATE meter SET status = 'ACTIVE' WHERE build_id = $1 AND status = 'BUILDING'`,
    values: [buildId],
  });
}

/** Nothing recorded under this version or later is counted by the build. */
export async function closeBuild(on: Queryable, buildId: number, toVersion: number): Promise<void> {
  await on.query({ text: 'UPDATE meter_build SET to_version = $2 WHERE id = $1', values: [buildId, toVersion] });
}

/** Says how many events the build has before it, for its progress. Counted once, at the start, by an index-only scan. */
export async function estimateBuild(database: Database, buildId: number): Promise<void> {
  await database.pool.query({
    text: `
      UPDATE meter_build SET events_total = (
        SELECT count(*) FROM event WHERE workspace_id = (SELECT workspace_id FROM meter WHERE build_id = $1)
      )
      WHERE id = $1 AND events_total = 0`,
    values: [buildId],
  });
}

/** The builds that wait for somebody to go on with them. */
export async function findOpenBuilds(database: Database): Promise<number[]> {
  const { rows } = await database.pool.query<{ id: number }>({
    text: `
      SELECT b.id FROM meter_build b JOIN meter m ON m.build_id = b.id WHERE b.finished_at IS NULL ORDER BY b.id`,
  });
  return rows.map((row) => row.id);
}

/**
 * Deletes up to `rowsMax` rollups of builds that no meter has any more, and gives how many it deleted.
 */
export async function purgeReplacedBuilds(database: Database, rowsMax: number): Promise<number> {
  const replaced = `SELECT b.id FROM meter_build b WHERE NOT EXISTS (SELECT FROM meter m WHERE m.build_id = b.id)`;
  let deleted = 0;
  for (const table of ['usage_value', 'usage_rollup']) {
    const { rowCount } = await database.pool.query({
      text: `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${table} WHERE build_id IN (${replaced}) LIMIT $1))`,
      values: [rowsMax],
    });
    deleted += rowCount ?? 0;
  }
  if (deleted === 0) await database.pool.query(`DELETE FROM meter_build WHERE id IN (${replaced})`);
  return deleted;
}

function fromRow(row: Columns): BuildRow {
  return {
    id: row.id,
    meterId: row.meter_id,
    workspaceId: row.workspace_id,
    fromVersion: row.from_version,
    toVersion: row.to_version,
    cursor: { customerId: row.cursor_customer_id, eventId: row.cursor_event_id },
    finished: row.finished_at !== null,
  };
}
