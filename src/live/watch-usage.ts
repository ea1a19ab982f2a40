import type { Logger } from 'pino';
import type { Instant } from '../core/time/instant.ts';
import type { UsageTotal } from '../core/usage/total.ts';
import type { Database } from '../store/database.ts';
import { findMetersById, type MeterRow } from '../store/meters.ts';
import { readUsage, type UsageQuery } from '../store/usage.ts';
import type { Announcement } from './announcer.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

export type UsageWatch = {
  readonly workspaceId: string;
  readonly meterId: string;
  readonly customerId: string | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
};

/** Usage at one moment, with what was asked. */
export type UsageReading = { readonly query: UsageQuery; readonly total: UsageTotal };

/** Everybody who watches the same thing, which is read once for all of them. */
type Topic = {
  readonly watch: UsageWatch;
  readonly readers: Set<Mailbox<UsageReading>>;
  /** Readers who have not seen the present state yet. */
  readonly newcomers: Set<Mailbox<UsageReading>>;
  latest: UsageReading | null;
  stale: boolean;
  /** By `performance.now()`: when it may be read next. */
  readableAtMs: number;
};

export type UsageWatchers = {
  watch(watch: UsageWatch): AsyncIterableIterator<UsageReading>;
  hear(announcement: Announcement): void;
  /** Anything may have changed: everything that is watched is read again. */
  hearGap(): void;
  count(): number;
  close(): void;
};

const retryMs = 250;

/**
 * Reads what is watched whenever it may have changed, everything stale in one go and never the same thing twice at once.
 * So what a reader gets never goes backwards, and a burst of commits costs one reading. The same thing is read again after
 * `pauseMs` at the earliest, and whoever comes in between waits for that.
 */
export function createUsageWatchers(database: Database, log: Logger, pauseMs = 0): UsageWatchers {
  const topics = new Map<string, Topic>();
  let reading = false;
  let next: NodeJS.Timeout | null = null;

  function readLater(ms: number): void {
    next ??= setTimeout(() => {
      next = null;
      void readStale();
    }, ms);
  }

  function markStale(concerns: (watch: UsageWatch) => boolean): void {
    let any = false;
    for (const topic of topics.values()) {
      if (!concerns(topic.watch)) continue;
      topic.stale = true;
      any = true;
    }
    if (any) void readStale();
  }

  async function readStale(): Promise<void> {
    if (reading) return;
    reading = true;
    try {
      for (;;) {
        const nowMs = performance.now();
        const stale = [...topics.values()].filter((topic) => topic.stale || topic.newcomers.size > 0);
        const readable = stale.filter((topic) => topic.readableAtMs <= nowMs);
        if (readable.length === 0) {
          if (stale.length > 0) readLater(Math.min(...stale.map((topic) => topic.readableAtMs)) - nowMs);
          break;
        }
        for (const topic of readable) Object.assign(topic, { stale: false, readableAtMs: nowMs + pauseMs });
        await readTopics(readable);
      }
    } catch (error) {
      log.warn({ err: error }, 'could not read what is watched; trying again');
      for (const topic of topics.values()) topic.stale = true;
      readLater(retryMs);
    } finally {
      reading = false;
    }
  }

  async function readTopics(stale: readonly Topic[]): Promise<void> {
    // Newcomers are told after the reading that began when they were already here, so they miss nothing.
    const welcome = new Map(stale.map((topic) => [topic, [...topic.newcomers]]));
    const meters = await readMeters(database, stale);
    const known = stale.flatMap((topic) => {
      const meter = meters.get(topic.watch.meterId);
      return meter === undefined ? [] : { topic, query: { ...topic.watch, meter } };
    });
    for (const topic of stale) {
      if (!meters.has(topic.watch.meterId)) for (const reader of [...topic.readers]) reader.end();
    }
    const totals = await readUsage(
      database,
      known.map(({ query }) => query),
    );
    for (const [i, { topic, query }] of known.entries()) {
      const next = { query, total: totals[i] as UsageTotal };
      const changed = topic.latest === null || !sameReading(topic.latest, next);
      topic.latest = next;
      for (const newcomer of welcome.get(topic) ?? []) topic.newcomers.delete(newcomer);
      const told = changed ? topic.readers : (welcome.get(topic) ?? []);
      for (const reader of told) if (!topic.newcomers.has(reader)) reader.put(next);
    }
  }

  return {
    watch(watch) {
      const name = JSON.stringify([watch.workspaceId, watch.meterId, watch.customerId, `${watch.from}`, `${watch.to}`]);
      const topic = topics.get(name) ?? newTopic(watch);
      topics.set(name, topic);
      const mailbox = createMailbox<UsageReading>(1, () => {
        topic.readers.delete(mailbox);
        topic.newcomers.delete(mailbox);
        if (topic.readers.size === 0 && topics.get(name) === topic) topics.delete(name);
      });
      topic.readers.add(mailbox);
      topic.newcomers.add(mailbox);
      void readStale();
      return mailbox;
    },
    hear(announcement) {
      const { workspaceId } = announcement;
      if (announcement.kind === 'meter') {
        markStale((watch) => watch.meterId === announcement.meterId);
      } else if (announcement.kind === 'usage') {
        const customers = announcement.customerIds === null ? null : new Set(announcement.customerIds);
        markStale(
          (watch) =>
            watch.workspaceId === workspaceId &&
            (customers === null || watch.customerId === null || customers.has(watch.customerId)),
        );
      }
    },
    hearGap() {
      markStale(() => true);
    },
    count() {
      let count = 0;
      for (const topic of topics.values()) count += topic.readers.size;
      return count;
    },
    close() {
      if (next !== null) clearTimeout(next);
      for (const topic of topics.values()) for (const reader of [...topic.readers]) reader.end();
    },
  };
}

function newTopic(watch: UsageWatch): Topic {
  return { watch, readers: new Set(), newcomers: new Set(), latest: null, stale: false, readableAtMs: 0 };
}

async function readMeters(database: Database, topics: readonly Topic[]): Promise<Map<string, MeterRow>> {
  const byWorkspace = new Map<string, string[]>();
  for (const { watch } of topics) {
    byWorkspace.set(watch.workspaceId, [...(byWorkspace.get(watch.workspaceId) ?? []), watch.meterId]);
  }
  const found = await Promise.all(
    [...byWorkspace].map(([workspaceId, ids]) => findMetersById(database, workspaceId, [...new Set(ids)])),
  );
  return new Map(found.flatMap((meters) => [...meters]));
}

function sameReading(a: UsageReading, b: UsageReading): boolean {
  return fingerprint(a) === fingerprint(b);
}

function fingerprint({ query, total }: UsageReading): string {
  const { eventCount, sum, max, min, last, uniqueCount } = total;
  const { status, name, description, unit, build } = query.meter;
  return [
    [eventCount, sum, max, min, last?.value, uniqueCount].join(' '),
    JSON.stringify([status, name, description, unit, build.finishedAt === null ? '' : 'finished']),
  ].join(' ');
}
