import type { Decimal } from '../decimal.ts';
import { compareText } from '../text.ts';
import type { Instant } from '../time/instant.ts';

/** Where credits came from. ROLLOVER: unused ones of the period before. TOP_UP: bought by itself when they ran low. */
export type GrantSource = 'SUBSCRIPTION' | 'PURCHASE' | 'PROMOTION' | 'ROLLOVER' | 'ADJUSTMENT' | 'TOP_UP';

/** One allocation of credits. What it says never changes; what is left of it does. */
export type Grant = {
  readonly id: string;
  readonly amount: Decimal;
  /** A lesser number is drawn first. */
  readonly priority: number;
  /** Valid from here on … */
  readonly effectiveAt: Instant;
  /** … and no longer here; null: for ever. */
  readonly expiresAt: Instant | null;
  readonly source: GrantSource;
  readonly createdAt: Instant;
  readonly note: string | null;
  /** The subscription that brought it, with the place of its period. */
  readonly subscriptionId: string | null;
  readonly periodIndex: number | null;
  /** Whether it ends when that period does, which decides what is rolled over. */
  readonly withPeriod: boolean;
  /** How many ends of periods its credits have survived. */
  readonly rolls: number;
  /** What a TOP_UP costs, in the currency of its subscription. */
  readonly price: Decimal | null;
  remaining: Decimal;
  /** Whether the balance has its credits: from `effectiveAt` on, once somebody looked. */
  active: boolean;
  /** When it expired, ended with its period or was voided. What is given back to it later ends at once. */
  endedAt: Instant | null;
  voided: boolean;
};

/** The order in which grants are drawn: lesser priority, earlier expiry with never last, older, lesser id. */
export function burnOrder(a: Grant, b: Grant): number {
  return (
    a.priority - b.priority ||
    compareExpiry(a.expiresAt, b.expiresAt) ||
    compareInstants(a.createdAt, b.createdAt) ||
    compareText(a.id, b.id)
  );
}

/** Whether its credits can be drawn at this instant: `[effectiveAt, expiresAt)`. */
export function isValid(grant: Grant, at: Instant): boolean {
  const { active, endedAt, effectiveAt, expiresAt } = grant;
  return active && endedAt === null && effectiveAt <= at && (expiresAt === null || at < expiresAt);
}

function compareExpiry(a: Instant | null, b: Instant | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compareInstants(a, b);
}

export function compareInstants(a: Instant, b: Instant): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
