import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import type { Announcer } from './announcer.ts';
import { createEventWatchers, type EventWatchers } from './watch-events.ts';
import { createUsageWatchers, type UsageWatchers } from './watch-usage.ts';

/** Everything live on this instance: one listener, and whoever watches. */
export type Hub = {
  /** First the present state, then every change after its commit; a slow reader gets the latest, not a backlog. */
  readonly watchUsage: UsageWatchers['watch'];
  /** Each event recorded from now on, on any instance. */
  readonly watchEvents: EventWatchers['watch'];
  /** Calls `handler` when the key is revoked, on any instance. Gives what takes it off again. */
  onKeyRevoked(keyId: string, handler: () => void): () => void;
  /** How many streams are open. */
  watcherCount(): number;
  /** Ends every stream, then stops listening. */
  close(): Promise<void>;
};

export async function createHub({
  database,
  announcer,
  log,
}: {
  database: Database;
  announcer: Announcer;
  log: Logger;
}): Promise<Hub> {
  const usage = createUsageWatchers(database, log);
  const events = createEventWatchers(database, log);
  const keyHandlers = new Map<string, Set<() => void>>();

  const listener = await announcer.listen(
    (announcement) => {
      usage.hear(announcement);
      events.hear(announcement);
      if (announcement.kind === 'key')
        for (const handler of [...(keyHandlers.get(announcement.keyId) ?? [])]) handler();
    },
    () => usage.hearGap(),
  );

  return {
    watchUsage: (watch) => usage.watch(watch),
    watchEvents: (watch) => events.watch(watch),
    onKeyRevoked(keyId, handler) {
      const handlers = keyHandlers.get(keyId) ?? new Set();
      handlers.add(handler);
      keyHandlers.set(keyId, handlers);
      return () => {
        handlers.delete(handler);
        if (handlers.size === 0) keyHandlers.delete(keyId);
      };
    },
    watcherCount: () => usage.count() + events.count(),
    async close() {
      usage.close();
      events.close();
      await listener.close();
    },
  };
}
