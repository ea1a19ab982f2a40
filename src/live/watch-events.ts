import type { Logger } from 'pino';
import { keyText } from '../core/events/entry.ts';
import type { Database } from '../store/database.ts';
import { type EventRow, findRecorded } from '../store/events.ts';
import type { Announcement } from './announcer.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

export type EventWatch = {
  readonly workspaceId: string;
  readonly customerId: string | null;
  readonly name: string | null;
};

export type EventWatchers = {
  watch(watch: EventWatch): AsyncIterableIterator<EventRow>;
  hear(announcement: Announcement): void;
  count(): number;
  close(): void;
};

// A tail is for people to look at: of a larger flush, or by a slower reader, not every event is seen.
const eventsPerFlushMax = 1_000;
const unreadMax = 1_000;
const flushesRemembered = 20;

/** Passes on each flush's events, read once for everybody who watches the workspace. */
export function createEventWatchers(database: Database, log: Logger): EventWatchers {
  const watchers = new Map<Mailbox<EventRow>, EventWatch>();
  // Two instances may flush at the same instant, and then the announcement of each finds the events of both.
  const told = new Map<string, Set<string>>();
  let last: Promise<void> = Promise.resolve();

  async function passOn(workspaceId: string, recordedAt: string): Promise<void> {
    const events = untold(
      `${workspaceId} ${recordedAt}`,
      await findRecorded(database, { workspaceId, recordedAt }, eventsPerFlushMax),
    );
    for (const [mailbox, watch] of watchers) {
      for (const event of events) if (concerns(watch, event)) mailbox.put(event);
    }
  }

  function untold(flush: string, events: readonly EventRow[]): EventRow[] {
    const before = told.get(flush) ?? new Set();
    told.set(flush, new Set([...before, ...events.map(keyText)]));
    const [oldest] = told.keys();
    if (told.size > flushesRemembered && oldest !== undefined) told.delete(oldest);
    return events.filter((event) => !before.has(keyText(event)));
  }

  return {
    watch(watch) {
      const mailbox: Mailbox<EventRow> = createMailbox<EventRow>(unreadMax, () => watchers.delete(mailbox));
      watchers.set(mailbox, watch);
      return mailbox;
    },
    hear(announcement) {
      if (announcement.kind !== 'usage' || announcement.recordedAt === null) return;
      const { workspaceId, recordedAt } = announcement;
      if (![...watchers.values()].some((watch) => watch.workspaceId === workspaceId)) return;
      // One after the other, in the order of the commits.
      last = last
        .then(() => passOn(workspaceId, recordedAt))
        .catch((error: unknown) => log.warn({ err: error }, 'the live tail missed a flush'));
    },
    count() {
      return watchers.size;
    },
    close() {
      for (const mailbox of [...watchers.keys()]) mailbox.end();
    },
  };
}

function concerns(watch: EventWatch, event: EventRow): boolean {
  return (
    watch.workspaceId === event.workspaceId &&
    (watch.customerId === null || watch.customerId === event.customerId) &&
    (watch.name === null || watch.name === event.name)
  );
}
