import type { Announcement } from './announcer.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

/** Whose invoices or credits somebody watches. */
export type BillingWatch = { readonly workspaceId: string; readonly customerId: string };

export type BillingWatchers = {
  /** At once, and then whenever the customer's usage, subscriptions, invoices or credits may have changed; never a backlog. */
  watch(watch: BillingWatch): AsyncIterableIterator<'look'>;
  hear(announcement: Announcement): void;
  /** Anything may have changed. */
  hearGap(): void;
  count(): number;
  close(): void;
};

/** Only says when to look: what an invoice or a balance is at the moment, the reader works out by itself. */
export function createBillingWatchers(): BillingWatchers {
  const readers = new Map<Mailbox<'look'>, BillingWatch>();
  return {
    watch(watch) {
      const mailbox: Mailbox<'look'> = createMailbox<'look'>(1, () => readers.delete(mailbox));
      readers.set(mailbox, watch);
      mailbox.put('look');
      return mailbox;
    },
    hear(announcement) {
      if (announcement.kind === 'meter' || announcement.kind === 'key') return;
      const customers = announcement.customerIds === null ? null : new Set(announcement.customerIds);
      for (const [mailbox, { workspaceId, customerId }] of readers) {
        if (workspaceId === announcement.workspaceId && (customers === null || customers.has(customerId))) {
          mailbox.put('look');
        }
      }
    },
    hearGap() {
      for (const mailbox of readers.keys()) mailbox.put('look');
    },
    count: () => readers.size,
    close() {
      for (const mailbox of [...readers.keys()]) mailbox.end();
    },
  };
}
