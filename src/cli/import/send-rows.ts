import { type Client, createRecorder, type Failure, type NewEvent } from '@misura/client';
import type { Unfit } from './event-of-row.ts';
import type { Row } from './row.ts';
import type { Counting } from './tally.ts';

export type SendOptions = {
  readonly eventOf: (row: Exclude<Row, { problem: string }>) => NewEvent | Unfit;
  readonly createCustomers: boolean;
  readonly batchSize: number;
  readonly skip: number;
  /** Nothing gets through at the moment. It is tried again. */
  readonly onFailure: (failure: Failure) => void;
  /** What has been sent by then is waited for, for a moment. */
  readonly signal: AbortSignal;
};

const interruptedMs = 3_000;

/**
 * Records an event for each row and counts what becomes of it. Reads no faster than the server takes, so the memory it
 * needs does not depend on the length of the file.
 *
 * Resolves when every event is acknowledged or the signal is aborted. Throws when the server refuses the requests
 * themselves, because of the key for example, and when reading fails.
 */
export async function sendRows(
  client: Pick<Client, 'recordEvents'>,
  rows: AsyncIterable<Row>,
  counting: Counting,
  options: SendOptions,
): Promise<void> {
  const { eventOf, createCustomers, batchSize, skip, onFailure, signal } = options;
  const recorder = createRecorder(counted(client, counting), {
    createCustomers,
    maxBatch: batchSize,
    maxBuffered: batchSize * 4,
    onError: onFailure,
    onRejected({ code, message }) {
      // The others are counted with their batch.
      if (code !== 'REQUEST_REFUSED') return;
      counting.rejected(code, counting.lineOf(0), message);
      counting.settle({ events: 1, recorded: 0, duplicates: 0, warnings: 0 });
    },
  });
  const close = () => recorder.close({ timeoutMs: interruptedMs }).catch(() => undefined);
  // At once, and not when the next row comes: it would not come while the server is away.
  signal.addEventListener('abort', close, { once: true });

  async function send(row: Row): Promise<void> {
    counting.row(row.index);
    const event = 'problem' in row ? row : eventOf(row);
    if ('problem' in event) return counting.rejected('UNREADABLE', row.line, event.problem);
    counting.sending(row.index, row.line);
    try {
      await recorder.record(event);
    } catch (error) {
      if (signal.aborted || !(error instanceof TypeError || error instanceof RangeError)) throw error;
      counting.notTaken();
      counting.rejected('UNREADABLE', row.line, error.message);
    }
  }

  try {
    for await (const row of rows) {
      if (row.index < skip) counting.skipped(row.index);
      else await send(row);
      if (signal.aborted) break;
    }
    await recorder.flush();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await close();
    signal.removeEventListener('abort', close);
  }
}

/** The client, and each outcome is counted on its way to the recorder. */
function counted(client: Pick<Client, 'recordEvents'>, counting: Counting): Pick<Client, 'recordEvents'> {
  return {
    async recordEvents(input, requestOptions) {
      const result = await client.recordEvents(input, requestOptions);
      if (result.__typename === 'RecordEventsPayload') {
        for (const { index, code, message } of result.rejected)
          counting.rejected(code, counting.lineOf(index), message);
        const { recorded, duplicates, warningCount: warnings } = result;
        counting.settle({ events: input.events.length, recorded, duplicates, warnings });
      }
      return result;
    },
  };
}
