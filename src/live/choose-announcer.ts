import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import type { Announcer } from './announcer.ts';
import { createPollingAnnouncer } from './polling-announcer.ts';
import { createPostgresAnnouncer } from './postgres-announcer.ts';

/** Redis where there is one; else NOTIFY, or, through a pooler that nobody can listen through, a table that is polled. */
export async function chooseAnnouncer(database: Database, redisUrl: string | null, log: Logger): Promise<Announcer> {
  // Its client is a quarter of all the files that a start would load.
  if (redisUrl !== null) return (await import('./redis-announcer.ts')).createRedisAnnouncer(redisUrl, log);
  return database.pooler === null ? createPostgresAnnouncer(database, log) : createPollingAnnouncer(database, log);
}
