import pg from 'pg';

/** Who the server is: the owner of its tables, and no superuser. What it may not do to its own ledger, it cannot do. */
const serverRole = 'misura_server';

/**
 * Makes the role and the database of the server, those that are not there yet, and gives the role to connect as: that of
 * a data directory from before the role was introduced is the superuser who owns everything in it.
 */
export async function makeDatabase(url: string, password: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [serverRole]);
    if (role.rowCount === 0) {
      await client.query(`CREATE ROLE ${serverRole} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`);
      // Benchmarks start each round with nothing left to be written.
      await client.query(`GRANT pg_checkpoint TO ${serverRole}`);
    }
    const { rows } = await client.query<{ owner: string }>(
      `SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = 'misura'`,
    );
    const [found] = rows;
    if (found !== undefined) return found.owner;
    await client.query(`CREATE DATABASE misura OWNER ${serverRole}`);
    return serverRole;
  } finally {
    await client.end();
  }
}
