import type { WarningCode } from '../meters/deltas.ts';
import type { Batch, EventKey, EventWarning, RecordOutcome, RejectedEvent } from './batch.ts';
import type { Entry, Judgement } from './entry.ts';

/** A remark of the meters about an event that was recorded. */
export type Remark = { readonly entry: Entry; readonly code: WarningCode; readonly meter: string | null };

const warningsListedMax = 100;

/** Tells each request what became of its own events, whoever shared the flush. */
export function recordOutcomes(
  batches: readonly Batch[],
  entries: readonly Entry[],
  remarks: readonly Remark[],
): RecordOutcome[] {
  const drafts = batches.map((batch) => ({
    recorded: 0,
    duplicates: 0,
    rejected: [...batch.rejected] as RejectedEvent[],
    warnings: [] as EventWarning[],
    warningCount: 0,
    keys: new Array<EventKey | null>(batch.size).fill(null),
  }));
  for (const entry of entries) {
    const draft = drafts[entry.batch] as (typeof drafts)[number];
    const { judgement, event, index } = entry;
    if (judgement === 'RECORDED' || judgement === 'DUPLICATE') {
      if (judgement === 'RECORDED') draft.recorded += 1;
      else draft.duplicates += 1;
      draft.keys[index] = { customerId: entry.customerId, eventId: event.eventId };
    } else if (judgement !== null) {
      draft.rejected.push({ index, id: event.eventId, code: judgement, message: rejectionMessage(entry, judgement) });
    }
  }
  for (const { entry, code, meter } of remarks) {
    const draft = drafts[entry.batch] as (typeof drafts)[number];
    draft.warningCount += 1;
    if (draft.warnings.length < warningsListedMax) {
      const message = warningMessage(entry, code, meter);
      draft.warnings.push({ index: entry.index, id: entry.event.eventId, code, meter, message });
    }
  }
  for (const draft of drafts) draft.rejected.sort((a, b) => a.index - b.index);
  return drafts;
}

/** The outcome of an all-or-nothing request that had to be undone: only what was wrong with it remains to be told. */
export function undone(outcome: RecordOutcome): RecordOutcome {
  return {
    recorded: 0,
    duplicates: 0,
    rejected: outcome.rejected,
    warnings: [],
    warningCount: 0,
    keys: outcome.keys.map(() => null),
  };
}

function rejectionMessage(entry: Entry, judgement: Exclude<Judgement, 'RECORDED' | 'DUPLICATE'>): string {
  const { customer, eventId } = entry.event;
  switch (judgement) {
    case 'CUSTOMER_NOT_FOUND':
      return `There is no customer "${customer}". Create it first, or send createCustomers: true.`;
    case 'CUSTOMER_ARCHIVED':
      return `The customer "${customer}" is archived and takes no new events.`;
    case 'SUBSCRIPTION_NOT_FOUND':
      return `The customer "${customer}" has no such subscription.`;
    case 'HOLD_NOT_FOUND':
      return `The customer "${customer}" has no such hold.`;
    case 'INSUFFICIENT_CREDITS':
      return `The customer "${customer}" has too few credits available for it, and the request requires them.`;
    case 'EVENT_ID_CONFLICT':
      return `The customer "${customer}" already has an event "${eventId}" with another name, timestamp or properties. The first one stands.`;
  }
}

function warningMessage(entry: Entry, code: WarningCode, meter: string | null): string {
  switch (code) {
    case 'NO_METER':
      return `Recorded, but no meter counts this "${entry.event.name}" event yet.`;
    case 'VALUE_MISSING':
      return `Recorded, but the meter "${meter}" does not count it: its value property is missing.`;
    case 'VALUE_NOT_NUMERIC':
      return `Recorded, but the meter "${meter}" does not count it: its value is not a decimal number of at most 38 digits.`;
  }
}
