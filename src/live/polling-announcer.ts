import pg from 'pg';
import type { Logger } from 'pino';
import { deleteOldAnnouncements, insertAnnouncement, readAnnouncements, readSnapshot } from '../store/announcements.ts';
import { announcementText, parseAnnouncement } from './announcement-text.ts';
import type { Announcement, Announcer, Listener } from './announcer.ts';

// Seven looks a second cost PostgreSQL less than one request; later than this, people see the delay.
const pollMs = 150;
// Far longer than any look takes. One that failed is a gap anyway.
const keptSeconds = 60;
const pruneMs = 20_000;

/**
 * Announces through rows of a table, which every instance reads again and again: for poolers that lend a connection by
 * the transaction, where nobody can listen. The row is part of the transaction, as a notification would be.
 */
export function createPollingAnnouncer(database: { url: string; pool: pg.Pool }, log: Logger): Announcer {
  return {
    async commit(client, announcement) {
      await client.query(announcement === null ? 'COMMIT' : `${insertion(announcement)}; COMMIT`);
    },
    async announceWithin(on, announcement) {
      await on.query(insertion(announcement));
    },
    async announce(announcement) {
      await database.pool.query(insertion(announcement));
    },
    listen: (hear, onGap) => listen(database.url, log, hear, onGap),
    close: async () => {},
  };
}

function insertion(announcement: Announcement): string {
  return insertAnnouncement(announcementText(announcement));
}

/** On a connection of its own, so that what is live does not wait for requests. */
async function listen(
  url: string,
  log: Logger,
  hear: (announcement: Announcement) => void,
  onGap: () => void,
): Promise<Listener> {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'misura listener', keepAlive: true });
  // Of those in use the pool hears nothing, and an error that nobody hears ends the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', (error) => log.warn({ err: error }, 'the connection that looks for announcements broke'));
  let closed = false;
  let failing = false;
  let prunedAt = Date.now();
  let snapshot = await readSnapshot(pool);
  let looking: Promise<void> = Promise.resolve();
  let timer = setTimeout(next, pollMs);

  function next(): void {
    looking = look().finally(() => {
      if (!closed) timer = setTimeout(next, pollMs);
    });
  }

  async function look(): Promise<void> {
    try {
      const heard = await readAnnouncements(pool, snapshot);
      snapshot = heard.snapshot;
      // It may have failed for longer than rows are kept.
      if (failing) onGap();
      failing = false;
      for (const text of heard.texts) {
        const announcement = parseAnnouncement(text);
        if (announcement !== null) hear(announcement);
      }
      if (Date.now() - prunedAt < pruneMs) return;
      prunedAt = Date.now();
      await deleteOldAnnouncements(pool, keptSeconds);
    } catch (error) {
      if (!failing && !closed) log.warn({ err: error }, 'could not look for announcements; trying again');
      failing = true;
    }
  }

  return {
    async close() {
      if (closed) return;
      closed = true;
      clearTimeout(timer);
      await looking;
      await pool.end();
    },
  };
}
