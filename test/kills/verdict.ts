import pg from 'pg';
import type { TraceRow } from '../kit/trace.ts';

/** What was stored, held against what importers were told. All is well when everything but `stored` is 0. */
export type Verdict = {
  readonly stored: number;
  /** Acknowledged and not there. */
  readonly lost: number;
  /** There more than once, by the id of the event. */
  readonly doubled: number;
  /** There, and in no row of the file. */
  readonly unknown: number;
};

/** The ids of the events that a row becomes: its own, and that of the one that draws on credits. */
const idsOf = (index: number): string[] => [String(index), `draw ${index}`];

/** `acknowledged` says of each part how many of its rows were. */
export async function judge(
  databaseUrl: string,
  rows: readonly TraceRow[],
  acknowledged: readonly number[],
): Promise<Verdict> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: stored } = await client.query<{ id: string; times: number }>(
      'SELECT event_id AS id, count(*)::int AS times FROM event GROUP BY event_id',
    );
    const times = new Map(stored.map((one) => [one.id, one.times]));
    const parts = acknowledged.length;
    const promised = rows.flatMap((_, index) =>
      Math.floor(index / parts) < (acknowledged[index % parts] ?? 0) ? idsOf(index) : [],
    );
    const known = new Set(rows.flatMap((_, index) => idsOf(index)));
    return {
      stored: stored.length,
      lost: promised.filter((id) => !times.has(id)).length,
      doubled: stored.filter((one) => one.times > 1).length,
      unknown: stored.filter(({ id }) => !known.has(id)).length,
    };
  } finally {
    await client.end();
  }
}
