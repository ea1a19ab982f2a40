import pg from 'pg';

/**
 * Holds the lock of every workspace of a database, as a change of meters does: nothing is recorded until the returned
 * function is called.
 */
export async function holdWorkspaces(databaseUrl: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query(
    `SELECT pg_advisory_xact_lock(('x' || substr(replace(id::text, '-', ''), 17))::bit(64)::bigint) FROM workspace`,
  );
  return async () => {
    await client.query('ROLLBACK');
    await client.end();
  };
}
