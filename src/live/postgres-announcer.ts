import pg from 'pg';
import type { Logger } from 'pino';
import { announcementText, parseAnnouncement } from './announcement-text.ts';
import type { Announcement, Announcer, Listener } from './announcer.ts';

const channel = 'misura';
const reconnectMs = 500;

/**
 * Announces through PostgreSQL's NOTIFY: inside the transaction, delivered when it commits and not if it does not.
 *
 * One notification per commit whatever it contains, because PostgreSQL puts commits that notify in a single file.
 */
export function createPostgresAnnouncer(database: { url: string; pool: pg.Pool }, log: Logger): Announcer {
  return {
    async commit(client, announcement) {
      // One round trip: a parameterised statement could not carry the COMMIT with it.
      await client.query(announcement === null ? 'COMMIT' : `${notify(announcement)}; COMMIT`);
    },
    async announceWithin(on, announcement) {
      await on.query(notify(announcement));
    },
    async announce(announcement) {
      await database.pool.query(notify(announcement));
    },
    async listen(hear, onGap) {
      return await listen(database.url, log, hear, onGap);
    },
    close: async () => {},
  };
}

function notify(announcement: Announcement): string {
  return `SELECT pg_notify('${channel}', ${pg.escapeLiteral(announcementText(announcement))})`;
}

/** One connection of its own that only listens; when it breaks, it is made again until closed. */
async function listen(
  url: string,
  log: Logger,
  hear: (announcement: Announcement) => void,
  onGap: () => void,
): Promise<Listener> {
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: 'misura listener', keepAlive: true });
    next.on('notification', ({ payload }) => {
      const announcement = payload === undefined ? null : parseAnnouncement(payload);
      if (announcement !== null) hear(announcement);
    });
    next.on('error', (error) => log.warn({ err: error }, 'the listening connection broke'));
    next.on('end', () => {
      if (client === next) client = null;
      if (!closed) scheduleReconnect();
    });
    await next.connect();
    await next.query(`LISTEN ${channel}`);
    client = next;
  }

  function scheduleReconnect(): void {
    if (retry !== null) return;
    retry = setTimeout(() => {
      retry = null;
      connect().then(onGap, (error: unknown) => {
        log.warn({ err: error }, 'could not listen again yet');
        if (!closed) scheduleReconnect();
      });
    }, reconnectMs);
  }

  await connect();
  return {
    async close() {
      closed = true;
      if (retry !== null) clearTimeout(retry);
      await client?.end();
    },
  };
}
