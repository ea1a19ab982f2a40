import type { Announcement } from './announcer.ts';

// PostgreSQL refuses a payload of 8000 bytes or more.
const bytesMax = 7_900;

const kinds: ReadonlySet<string> = new Set<Announcement['kind']>(['usage', 'invoices', 'credits', 'meter', 'key']);

/** An announcement as text that fits into a notification: customers are left out when they are too many to name. */
export function announcementText(announcement: Announcement): string {
  const text = JSON.stringify(announcement);
  if (text.length <= bytesMax || !('customerIds' in announcement)) return text;
  return JSON.stringify({ ...announcement, customerIds: null });
}

/** Null: not one of ours, or of a release that says more than this one understands. */
export function parseAnnouncement(text: string): Announcement | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
    const { kind } = value;
    return typeof kind === 'string' && kinds.has(kind) ? (value as Announcement) : null;
  } catch {
    return null;
  }
}
