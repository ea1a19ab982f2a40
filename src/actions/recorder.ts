import type { Batch, RecordOutcome } from '../core/events/batch.ts';
import { createLanes, type Lanes } from './lanes.ts';

export type Recorder = Lanes<Batch, RecordOutcome>;

/** Records all batches in one transaction or none, and gives the outcome of each. */
export type Flush = (workspaceId: string, batches: readonly Batch[]) => Promise<RecordOutcome[]>;

// Two: while one flush waits for its commit to reach the disk, the next one is being inserted.
const flushesAtOnce = 2;
// Where requests are of one event, two flushes at once are only more and smaller ones: each costs as much as 30 events.
const worthAnother = 1_000;
// One full request. A larger flush saves nothing more and makes everybody in it wait longer.
const rowsPerFlushMax = 10_000;

/** Lets concurrent requests share a commit. At most `rowsMax` events wait for theirs, over all workspaces. */
export function createRecorder(flush: Flush, rowsMax: number): Recorder {
  // Whatever was committed of a flush comes back as a duplicate.
  const bound = { sizeOf: (batch: Batch) => Math.max(batch.events.length, 1), sizeMax: rowsMax, unit: 'events' };
  return createLanes({ flush, flushesAtOnce, worthAnother, share, bound, mayRepeat: () => true });
}

/** The longest head of the queue that fits into one flush. An atomic batch goes alone: it may have to be undone. */
function share(batches: readonly Batch[]): number {
  let rows = 0;
  let count = 0;
  for (const batch of batches) {
    rows += batch.events.length;
    if (count > 0 && (batch.atomic || rows > rowsPerFlushMax)) break;
    count += 1;
    if (batch.atomic) break;
  }
  return count;
}
