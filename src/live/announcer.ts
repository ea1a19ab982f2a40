import type { PoolClient } from 'pg';
import type { Queryable } from '../store/sql/statement.ts';

/**
 * A hint that something changed, sent to every instance when it is committed. It carries no state: whoever hears it reads
 * the rows. So a lost one costs a late update, never a wrong one.
 */
export type Announcement =
  | {
      readonly kind: 'usage';
      readonly workspaceId: string;
      /** Whose usage moved; null when they are too many to name: then it may be anybody's. */
      readonly customerIds: readonly string[] | null;
      /** Identifies the flush that recorded events, for the live tail; null when none were recorded. */
      readonly recordedAt: string | null;
    }
  | {
      readonly kind: 'invoices';
      readonly workspaceId: string;
      /** Whose invoices changed; null when they are too many to name. */
      readonly customerIds: readonly string[] | null;
    }
  | {
      readonly kind: 'credits';
      readonly workspaceId: string;
      /** Whose credits moved otherwise than by usage or periods; null when they are too many to name. */
      readonly customerIds: readonly string[] | null;
    }
  | { readonly kind: 'meter'; readonly workspaceId: string; readonly meterId: string }
  | { readonly kind: 'key'; readonly workspaceId: string; readonly keyId: string };

export type Announcer = {
  /** Commits the transaction that `client` is in and announces it, both or neither; null announces nothing. */
  commit(client: PoolClient, announcement: Announcement | null): Promise<void>;
  /** Announces when the transaction that `on` is in commits, if it does. */
  announceWithin(on: Queryable, announcement: Announcement): Promise<void>;
  /** Announces what is already committed. */
  announce(announcement: Announcement): Promise<void>;
  /**
   * Hears every announcement from now on, one's own too. After a gap in listening it calls `onGap`: anything may have
   * changed meanwhile.
   */
  listen(hear: (announcement: Announcement) => void, onGap: () => void): Promise<Listener>;
  /** Ends what it announces with, after all that was to be announced. */
  close(): Promise<void>;
};

export type Listener = { close(): Promise<void> };
