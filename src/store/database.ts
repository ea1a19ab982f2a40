import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { committed, rolledBack } from './after-commit.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { retried } from './retry.ts';
import { UnnamedClient } from './unnamed-client.ts';

export type Database = {
  readonly url: string;
  readonly pooler: Pooler;
  /** For hand-written SQL. Timestamps and big integers come back as PostgreSQL's text, so that no digit is lost. */
  readonly pool: pg.Pool;
  /** For configuration and its relations; on the same connections. */
  readonly prisma: PrismaClient;
  /** Runs `work` between BEGIN and COMMIT, from the start again after a conflict with another transaction. */
  transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Runs `read` over one moment of the database, which it cannot change. */
  snapshot<T>(read: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Throws if the server does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/**
 * What stands between us and PostgreSQL: nothing that we would notice, or a pooler that lends a connection for the length
 * of a transaction. Through that, nothing lasts from one transaction to the next: no name of a statement, no lock, no LISTEN.
 */
export type Pooler = 'transaction' | null;

export type DatabaseOptions = {
  readonly pooler?: Pooler;
  readonly poolMax?: number;
  /** Hears of idle connections that broke. They have been replaced; it is for the log. */
  readonly onError?: (error: Error) => void;
};

const timestamptz = 1184;

/** Connects lazily: the first query fails if there is no such server. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pooler = options.pooler ?? null;
  const pool = new pg.Pool({
    ...(pooler === null ? {} : { Client: UnnamedClient }),
    connectionString: url,
    max: options.poolMax ?? 20,
    // They know their statements and the tables. By default all are closed when nobody has asked for ten seconds, and who
    // asks next waits for new ones.
    min: Math.min(8, options.poolMax ?? 20),
    application_name: 'misura',
    keepAlive: true,
    // Statements that do not wait for each other's rows are sent together: see `flushEvents` and `closeCredits`.
    pipeline: true,
    types: {
      getTypeParser(oid: number, format?: unknown) {
        if (oid === timestamptz) return (text: string) => text;
        return pg.types.getTypeParser(oid, format as 'text');
      },
    } as pg.CustomTypesConfig,
  });
  let closing = false;
  // The pool listens to its idle connections only. One that breaks in the hands of a transaction fails that one's next
  // statement; unheard, it would take the process down.
  pool.on('connect', (client) => client.on('error', () => {}));
  // A pool has closed before its connections have: those may still break when the server goes right after us.
  pool.on('error', (error) => {
    if (!closing) options.onError?.(error);
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });

  return {
    url,
    pooler,
    pool,
    prisma,
    async transaction(work) {
      return await retried(() => transact(pool, work));
    },
    async snapshot(read) {
      return await transact(pool, read, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    },
    async ping() {
      await pool.query('SELECT 1');
    },
    async close() {
      closing = true;
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

async function transact<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>, begin = 'BEGIN'): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    committed(client);
    client.release();
    return result;
  } catch (error) {
    await rollBack(client);
    throw error;
  }
}

/** Gives a connection back clean; one that cannot even roll back is thrown away. */
async function rollBack(client: pg.PoolClient): Promise<void> {
  rolledBack(client);
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
}
