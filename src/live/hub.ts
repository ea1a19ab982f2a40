import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import { findRevokedKeys } from '../store/keys.ts';
import type { Announcer } from './announcer.ts';
import { type BillingWatchers, createBillingWatchers } from './watch-billing.ts';
import { createEventWatchers, type EventWatchers } from './watch-events.ts';
import { createUsageWatchers, type UsageWatchers } from './watch-usage.ts';

/** Everything live on this instance: one listener, and whoever watches. */
export type Hub = {
  /**
   * First the present state, then every change after its commit, of all customers together at most once a second; a slow
   * reader gets the latest, not a backlog.
   */
  readonly watchUsage: UsageWatchers['watch'];
  /** Each event recorded from now on, on any instance. */
  readonly watchEvents: EventWatchers['watch'];
  /** When to look at a customer's invoices and credits again: at once, and after each commit that may have changed them. */
  readonly watchBilling: BillingWatchers['watch'];
  /** Calls `handler` when the key is revoked, on any instance. Gives what takes it off again. */
  onKeyRevoked(keyId: string, handler: () => void): () => void;
  /** How many streams are open. */
  watcherCount(): number;
  /** Ends every stream, then stops listening. */
  close(): Promise<void>;
};

const retryMs = 250;
// What all customers used is added up over all of them, and any commit changes it.
const sumsPauseMs = 1_000;

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
  // Apart, because no customer's reading should wait for one over all of them.
  const sums = createUsageWatchers(database, log, sumsPauseMs);
  const events = createEventWatchers(database, log);
  const billing = createBillingWatchers();
  const keyHandlers = new Map<string, Set<() => void>>();
  let retry: NodeJS.Timeout | null = null;

  function tellRevoked(keyId: string): void {
    for (const handler of [...(keyHandlers.get(keyId) ?? [])]) handler();
  }

  async function findMissedRevocations(): Promise<void> {
    try {
      for (const keyId of await findRevokedKeys(database, [...keyHandlers.keys()])) tellRevoked(keyId);
    } catch (error) {
      log.warn({ err: error }, 'could not look for keys revoked meanwhile; trying again');
      retry ??= setTimeout(() => {
        retry = null;
        void findMissedRevocations();
      }, retryMs);
    }
  }

  const listener = await announcer.listen(
    (announcement) => {
      usage.hear(announcement);
      sums.hear(announcement);
      events.hear(announcement);
      billing.hear(announcement);
      if (announcement.kind === 'key') tellRevoked(announcement.keyId);
    },
    () => {
      usage.hearGap();
      sums.hearGap();
      events.hearGap();
      billing.hearGap();
      void findMissedRevocations();
    },
  );

  return {
    watchUsage: (watch) => (watch.customerId === null ? sums : usage).watch(watch),
    watchEvents: (watch) => events.watch(watch),
    watchBilling: (watch) => billing.watch(watch),
    onKeyRevoked(keyId, handler) {
      const handlers = keyHandlers.get(keyId) ?? new Set();
      handlers.add(handler);
      keyHandlers.set(keyId, handlers);
      return () => {
        handlers.delete(handler);
        if (handlers.size === 0) keyHandlers.delete(keyId);
      };
    },
    watcherCount: () => usage.count() + sums.count() + events.count() + billing.count(),
    async close() {
      if (retry !== null) clearTimeout(retry);
      usage.close();
      sums.close();
      events.close();
      billing.close();
      await listener.close();
    },
  };
}
