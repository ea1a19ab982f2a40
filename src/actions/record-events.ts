import { InvalidInput } from '../core/errors.ts';
import { acceptEvent } from '../core/events/accept.ts';
import type { RecordOutcome, RejectedEvent } from '../core/events/batch.ts';
import type { AcceptedEvent, EventCandidate } from '../core/events/event.ts';
import type { Deps } from './deps.ts';

const eventsPerRequestMax = 10_000;

export type RecordEventsInput = {
  readonly workspaceId: string;
  readonly events: readonly EventCandidate[];
  /** Customers not known yet are made, instead of their events being rejected. */
  readonly createCustomers: boolean;
  /** All or nothing: one rejected event, and none is recorded. */
  readonly atomic: boolean;
  /** An event whose draw on credits they do not cover in full is rejected, and nothing of it is recorded. */
  readonly requireCredits?: boolean;
};

/**
 * Records usage events and gives what became of each.
 *
 * When it resolves, the recorded ones are committed, every meter they feed has moved, and any later read on any instance
 * sees them. When it throws, it is not known whether they are: sending the same ids again is always safe.
 *
 * Throws InvalidInput for no events or more than 10,000, and Overloaded, with nothing kept, when too many wait already.
 */
export async function recordEvents(deps: Deps, input: RecordEventsInput): Promise<RecordOutcome> {
  const size = input.events.length;
  if (size < 1 || size > eventsPerRequestMax) {
    throw new InvalidInput([
      { path: ['events'], message: `A request records 1 to ${eventsPerRequestMax} events, this one has ${size}.` },
    ]);
  }
  // Before any event is looked at: a refusal has to cost less than what it refuses.
  deps.recorder.requireRoom(size);
  const now = await deps.clocks.now(input.workspaceId);
  const events: { index: number; event: AcceptedEvent }[] = [];
  const rejected: RejectedEvent[] = [];
  for (const [index, candidate] of input.events.entries()) {
    const judged = acceptEvent(candidate, now);
    if ('code' in judged) rejected.push({ index, id: candidate.id, code: judged.code, message: judged.message });
    else events.push({ index, event: judged });
  }
  // A single event is all or nothing anyhow, and may share its commit with others.
  const atomic = input.atomic && size > 1;
  return await deps.recorder.submit(input.workspaceId, {
    size,
    events,
    rejected,
    createCustomers: input.createCustomers,
    atomic,
    requireCredits: input.requireCredits ?? false,
  });
}
