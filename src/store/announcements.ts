import pg from 'pg';
import type { Queryable } from './sql/statement.ts';

/** The statement that stores an announcement. It has no parameters, so that a COMMIT can travel with it. */
export function insertAnnouncement(text: string): string {
  return `INSERT INTO announcement (text) VALUES (${pg.escapeLiteral(text)})`;
}

/** What was committed since `snapshot`, in the order of the transactions, and the snapshot to ask with next. */
export type Heard = { readonly texts: readonly string[]; readonly snapshot: string };

/**
 * Neither an hour nor a number says what is new: a transaction that began early may commit late. What the last snapshot
 * did not see and this one does is exactly what was committed between the two, once, however long it took.
 */
export async function readAnnouncements(on: Queryable, snapshot: string): Promise<Heard> {
  const { rows } = await on.query<Heard>(
    `SELECT pg_current_snapshot()::text AS snapshot, ARRAY(
       SELECT text FROM announcement
       WHERE transaction >= pg_snapshot_xmin($1::pg_snapshot)
         AND transaction < pg_snapshot_xmax(pg_current_snapshot())
         AND NOT pg_visible_in_snapshot(transaction, $1::pg_snapshot)
       ORDER BY transaction, id
     ) AS texts`,
    [snapshot],
  );
  return rows[0] as Heard;
}

/** From when on a reader hears. */
export async function readSnapshot(on: Queryable): Promise<string> {
  const { rows } = await on.query<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot');
  return (rows[0] as { snapshot: string }).snapshot;
}

/** Takes out what everybody has read, or has given up reading. */
export async function deleteOldAnnouncements(on: Queryable, keptSeconds: number): Promise<void> {
  await on.query(`DELETE FROM announcement WHERE announced_at < now() - make_interval(secs => $1)`, [keptSeconds]);
}
