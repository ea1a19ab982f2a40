import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import { type EventRow, findRecorded, findRecordedSince } from '../store/events.ts';
import type { Announcement } from './announcer.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { ToldEvents } from './told-events.ts';

export type EventWatch = {
  readonly workspaceId: string;
  readonly customerId: string | null;
  readonly name: string | null;
};

export type EventWatchers = {
  /** Everything that is recorded after it resolved, and nothing that was before it was called. */
  watch(watch: EventWatch): Promise<AsyncIterableIterator<EventRow>>;
  hear(announcement: Announcement): void;
  /** Anything may have been recorded: what was, and was not told, is. */
  hearGap(): void;
  count(): number;
  close(): void;
};

/** A workspace that somebody watches. */
type Tail = {
  readonly workspaceId: string;
  readonly watchers: Map<Mailbox<EventRow>, EventWatch>;
  /** Begins with what was there before. */
  readonly told: Promise<ToldEvents>;
  /** One thing after the other, in the order in which it was heard. */
  last: Promise<void>;
};

// A tail is for people to look at: of a larger flush, or by a slower reader, not every event is seen.
const eventsPerFlushMax = 1_000;
const unreadMax = 1_000;
// More than are remembered as told, so that what was not is among them.
const lookedAtMax = 11_000;
const retryMs = 250;

/**
 * Passes on each flush's events, read once for everybody who watches the workspace. Each is told once: two instances may
 * flush at the same instant, and after a gap in listening what was missed is searched for among what was told.
 */
export function createEventWatchers(database: Database, log: Logger): EventWatchers {
  const tails = new Map<string, Tail>();
  const retries = new Set<NodeJS.Timeout>();

  function inTurn(tail: Tail, work: (told: ToldEvents) => Promise<void>): void {
    tail.last = tail.last.then(async () => {
      if (tail.watchers.size === 0) return;
      try {
        await work(await tail.told);
      } catch (error) {
        log.warn({ err: error }, 'the live tail could not be read; trying again');
        const retry = setTimeout(() => {
          retries.delete(retry);
          catchUp(tail);
        }, retryMs);
        retries.add(retry);
      }
    });
  }

  async function readBefore(workspaceId: string): Promise<ToldEvents> {
    const told = new ToldEvents();
    const events = await findRecordedSince(database, { workspaceId, recordedAt: null }, eventsPerFlushMax);
    told.add(events);
    const [oldest] = events;
    if (oldest !== undefined && events.length === eventsPerFlushMax) told.skip(oldest.recordedAt);
    return told;
  }

  function catchUp(tail: Tail): void {
    inTurn(tail, async (told) => {
      const since = { workspaceId: tail.workspaceId, recordedAt: told.since };
      const events = await findRecordedSince(database, since, lookedAtMax);
      // Of a larger flush the rest stays untold.
      const whole = events.filter(({ recordedAt }) => told.countAt(recordedAt) < eventsPerFlushMax);
      passOn(tail, told, whole);
    });
  }

  function passOn(tail: Tail, told: ToldEvents, events: readonly EventRow[]): void {
    const untold = events.filter((event) => !told.has(event));
    told.add(untold);
    for (const [mailbox, watch] of tail.watchers) {
      for (const event of untold) if (concerns(watch, event)) mailbox.put(event);
    }
  }

  function tailOf(workspaceId: string): Tail {
    const found = tails.get(workspaceId);
    if (found !== undefined) return found;
    const tail = { workspaceId, watchers: new Map(), told: readBefore(workspaceId), last: Promise.resolve() };
    tails.set(workspaceId, tail);
    return tail;
  }

  return {
    async watch(watch) {
      const { workspaceId } = watch;
      const tail = tailOf(workspaceId);
      const mailbox: Mailbox<EventRow> = createMailbox<EventRow>(unreadMax, () => {
        tail.watchers.delete(mailbox);
        if (tail.watchers.size === 0 && tails.get(workspaceId) === tail) tails.delete(workspaceId);
      });
      tail.watchers.set(mailbox, watch);
      try {
        await tail.told;
      } catch (error) {
        mailbox.end();
        throw error;
      }
      return mailbox;
    },
    hear(announcement) {
      if (announcement.kind !== 'usage' || announcement.recordedAt === null) return;
      const { workspaceId, recordedAt } = announcement;
      const tail = tails.get(workspaceId);
      if (tail === undefined) return;
      inTurn(tail, async (told) => {
        passOn(tail, told, await findRecorded(database, { workspaceId, recordedAt }, eventsPerFlushMax));
      });
    },
    hearGap() {
      for (const tail of tails.values()) catchUp(tail);
    },
    count() {
      let count = 0;
      for (const tail of tails.values()) count += tail.watchers.size;
      return count;
    },
    close() {
      for (const retry of retries) clearTimeout(retry);
      for (const tail of [...tails.values()]) for (const mailbox of [...tail.watchers.keys()]) mailbox.end();
    },
  };
}

function concerns(watch: EventWatch, event: EventRow): boolean {
  return (
    (watch.customerId === null || watch.customerId === event.customerId) &&
    (watch.name === null || watch.name === event.name)
  );
}
