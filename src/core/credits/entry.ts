import type { Decimal } from '../decimal.ts';
import type { Instant } from '../time/instant.ts';

/**
 * GRANT adds credits, DRAW and CAPTURE use them, RETURN gives used ones back. EXPIRY ends them; ROLLOVER moves them into
 * the next period, and FORFEIT ends what did not fit. REPAYMENT pays a debt out of a grant. VOID takes back a grant,
 * ADJUSTMENT corrects by hand.
 */
export type EntryKind =
  | 'GRANT'
  | 'DRAW'
  | 'RETURN'
  | 'EXPIRY'
  | 'ROLLOVER'
  | 'FORFEIT'
  | 'REPAYMENT'
  | 'VOID'
  | 'ADJUSTMENT'
  | 'CAPTURE';

/**
 * Why an entry was made: events that were recorded or voided, a count that changed otherwise (a meter was built, a
 * subscription changed), a period that began or ended, the passing of time, somebody's request, a hold.
 */
export type CauseKind = 'EVENTS' | 'VOIDED_EVENTS' | 'RECOUNT' | 'PERIOD' | 'TIME' | 'REQUEST' | 'HOLD' | 'TOP_UP';

export type Cause = {
  readonly kind: CauseKind;
  readonly subscriptionId?: string | null;
  readonly periodIndex?: number | null;
  /** Place of the charge in its product version. */
  readonly charge?: number | null;
  readonly holdId?: string | null;
  readonly note?: string | null;
};

/** One movement. Never changed, never deleted: a mistake is undone by another one. */
export type Entry = {
  readonly kind: EntryKind;
  readonly amount: Decimal;
  readonly grantId: string | null;
  /** Whether it moved the debt, and not what is left of a grant. */
  readonly debt: boolean;
  readonly cause: Cause;
  /** Of what caused it; of several events the latest. */
  readonly occurredAt: Instant;
  /** From when on the balance has it. Never before that of the entry before. */
  readonly countedAt: Instant;
  /** How many events it stands for. */
  readonly eventCount: bigint;
  /** The key that asked for it; null where nobody did. */
  readonly actorId: string | null;
  readonly version: bigint;
  readonly balanceBefore: Decimal;
  readonly balanceAfter: Decimal;
};

/** An entry while more may be added to it, before it has its place in the ledger. */
export type Draft = { -readonly [K in keyof Omit<Entry, 'version' | 'balanceBefore' | 'balanceAfter'>]: Entry[K] };
