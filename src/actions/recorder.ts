import type { Batch, RecordOutcome } from '../core/events/batch.ts';

export type Recorder = {
  /** Resolves once the batch is committed, with its own outcome whoever shared the commit. */
  submit(workspaceId: string, batch: Batch): Promise<RecordOutcome>;
  /** Resolves when nothing is under way or waiting. */
  idle(): Promise<void>;
};

/** Records all batches in one transaction or none, and gives the outcome of each. */
export type Flush = (workspaceId: string, batches: readonly Batch[]) => Promise<RecordOutcome[]>;

type Waiting = {
  readonly batch: Batch;
  readonly resolve: (outcome: RecordOutcome) => void;
  readonly reject: (error: unknown) => void;
};

type Lane = { readonly waiting: Waiting[]; running: number };

// Two: while one flush waits for its commit to reach the disk, the next one is being inserted.
const flushesAtOnce = 2;
// One full request. A larger flush saves nothing more and makes everybody in it wait longer.
const rowsPerFlushMax = 10_000;

/**
 * Lets concurrent requests share a commit: whatever arrived while the previous flush ran goes into the next one.
 *
 * No timer: an idle server flushes at once, a busy one amortises by itself.
 */
export function createRecorder(flush: Flush): Recorder {
  const lanes = new Map<string, Lane>();
  const idlers: (() => void)[] = [];

  function pump(workspaceId: string, lane: Lane): void {
    while (lane.running < flushesAtOnce && lane.waiting.length > 0) {
      lane.running += 1;
      void settle(flush, workspaceId, takeNext(lane.waiting)).finally(() => {
        lane.running -= 1;
        pump(workspaceId, lane);
        if (lane.running === 0) lanes.delete(workspaceId);
        if (lanes.size === 0) for (const wake of idlers.splice(0)) wake();
      });
    }
  }

  return {
    submit(workspaceId, batch) {
      return new Promise((resolve, reject) => {
        const lane = lanes.get(workspaceId) ?? { waiting: [], running: 0 };
        lanes.set(workspaceId, lane);
        lane.waiting.push({ batch, resolve, reject });
        pump(workspaceId, lane);
      });
    },
    idle() {
      return lanes.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve));
    },
  };
}

/** The longest head of the queue that fits into one flush. An atomic batch goes alone: it may have to be undone. */
function takeNext(waiting: Waiting[]): Waiting[] {
  let rows = 0;
  let count = 0;
  for (const { batch } of waiting) {
    rows += batch.events.length;
    if (count > 0 && (batch.atomic || rows > rowsPerFlushMax)) break;
    count += 1;
    if (batch.atomic) break;
  }
  return waiting.splice(0, count);
}

async function settle(flush: Flush, workspaceId: string, taken: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await flush(
      workspaceId,
      taken.map(({ batch }) => batch),
    );
    for (const [i, { resolve }] of taken.entries()) resolve(outcomes[i] as RecordOutcome);
  } catch (error) {
    const [only] = taken;
    if (taken.length === 1) only?.reject(error);
    // Whatever was committed of it comes back as a duplicate. Alone, only the one at fault gets the error.
    else for (const one of taken) await settle(flush, workspaceId, [one]);
  }
}
