import type { Client } from './client.ts';
import { MisuraNetworkError } from './errors.ts';
import type { RejectionCode, WarningCode } from './generated/types.ts';
import { createEventBuffer } from './recorder-buffer.ts';
import { fixEvent, type RecordedEvent } from './recorder-event.ts';
import type { Recorder, RecorderOptions, RecorderTotals } from './recorder-options.ts';
import { isAboutTheEvents, isTooLarge, messageOf, reportFailure, reportRejection, tell } from './recorder-reports.ts';
import { unwrap } from './result.ts';
import { backoffMs, isOutage, pause } from './retry.ts';

type Flusher = { readonly through: number; readonly resolve: () => void; readonly refuse: (error: unknown) => void };

const closeTimeoutMsDefault = 30_000;

/** A recorder for backends: it collects events, sends them in batches and never loses one without saying so. */
export function createRecorder(client: Pick<Client, 'recordEvents'>, options: RecorderOptions = {}): Recorder {
  const { maxBatch = 1_000, flushIntervalMs = 1_000, maxBuffered = 10_000 } = options;
  const { createCustomers = false, requireCredits = false } = options;
  const { onRejected = reportRejection, onWarning, onError = reportFailure } = options;
  if (!Number.isInteger(maxBatch) || maxBatch < 1 || maxBatch > 10_000)
    throw new RangeError('maxBatch is 1 to 10,000, as many as a request may have.');
  if (!Number.isInteger(maxBuffered) || maxBuffered < 1) throw new RangeError('maxBuffered is at least 1.');

  const buffer = createEventBuffer(maxBuffered);
  const flushers = new Set<Flusher>();
  const totals = { recorded: 0, duplicates: 0, rejected: 0, warnings: 0 };
  const stop = new AbortController();
  let batchSize = maxBatch;
  let sending = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let wake: AbortController | null = null;
  // Why nothing can be sent at present, if the server said so. Cleared by the next success.
  let refusal: { readonly error: unknown } | null = null;
  let lastError: unknown;
  let closing: Promise<RecorderTotals> | null = null;

  function start(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (!sending) void sendAll();
  }

  /** One request at a time. What comes in while it runs goes into the next. */
  async function sendAll(): Promise<void> {
    sending = true;
    for (let attempt = 1; buffer.count > 0 && !stop.signal.aborted; ) {
      const batch = buffer.batch(batchSize);
      try {
        const input = { events: batch, createCustomers, requireCredits };
        const outcome = unwrap(await client.recordEvents(input, { signal: stop.signal }));
        attempt = 1;
        refusal = null;
        batchSize = Math.min(maxBatch, batchSize * 2);
        buffer.release(batch.length);
        totals.recorded += outcome.recorded;
        totals.duplicates += outcome.duplicates;
        totals.rejected += outcome.rejected.length;
        totals.warnings += outcome.warningCount;
        report(batch, outcome);
      } catch (error) {
        if (stop.signal.aborted) break;
        if (isAboutTheEvents(error)) setAside(batch, error);
        else await waitAfter(error, attempt++);
      }
      settle();
    }
    sending = false;
  }

  function report(batch: readonly RecordedEvent[], outcome: BatchOutcome): void {
    for (const { index, code, message } of outcome.rejected) {
      const event = batch[index];
      if (event !== undefined) tell(onRejected, { event, code, message });
    }
    for (const { index, code, meter, message } of outcome.warnings) {
      const event = batch[index];
      if (event !== undefined) tell(onWarning, { event, code, meter, message });
    }
  }

  /** One event that cannot even be read takes the whole request with it. Halving finds it; the others go their way. */
  function setAside(batch: readonly RecordedEvent[], error: unknown): void {
    const [event, ...others] = batch;
    if (others.length > 0) {
      if (isTooLarge(error)) buffer.shrink(batch);
      else batchSize = Math.ceil(batch.length / 2);
    } else if (event !== undefined) {
      buffer.release(1);
      totals.rejected++;
      tell(onRejected, { event, code: 'REQUEST_REFUSED', message: messageOf(error) });
    }
  }

  async function waitAfter(error: unknown, attempt: number): Promise<void> {
    lastError = error;
    const retryInMs = backoffMs(attempt, error, { baseMs: 500 });
    if (!isOutage(error)) {
      refusal = { error };
      for (const flusher of flushers) flusher.refuse(error);
      buffer.refuseWaiting(error);
    }
    tell(onError, { error, buffered: buffer.count, retryInMs });
    wake = new AbortController();
    const onStop = () => wake?.abort();
    stop.signal.addEventListener('abort', onStop, { once: true });
    if (stop.signal.aborted) onStop();
    await pause(retryInMs, wake.signal).catch(() => undefined);
    stop.signal.removeEventListener('abort', onStop);
    wake = null;
  }

  function settle(): void {
    for (const flusher of flushers) if (flusher.through < buffer.oldest) flusher.resolve();
  }

  function flush(timeoutMs: number | undefined): Promise<RecorderTotals> {
    if (buffer.count === 0) return Promise.resolve({ ...totals });
    if (stop.signal.aborted) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        clearTimeout(timeout);
        flushers.delete(flusher);
        act();
      };
      const flusher: Flusher = {
        through: buffer.newest,
        resolve: () => finish(() => resolve({ ...totals })),
        refuse: (error) => finish(() => reject(error)),
      };
      const giveUp = () => {
        const message = `${buffer.count} events are not acknowledged after ${timeoutMs} ms`;
        flusher.refuse(new MisuraNetworkError('recordEvents', message, { cause: lastError }));
      };
      const timeout = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
      flushers.add(flusher);
      wake?.abort();
      start();
    });
  }

  return {
    async record(newEvent) {
      if (closing !== null) throw closed();
      const event = fixEvent(newEvent, Date.now());
      if (buffer.isFull && refusal !== null) throw refusal.error;
      const added = buffer.add(event);
      if (buffer.isFull || buffer.count >= maxBatch) start();
      else timer ??= setTimeout(start, flushIntervalMs);
      await added;
    },
    flush: ({ timeoutMs } = {}) => flush(timeoutMs),
    close({ timeoutMs = closeTimeoutMsDefault } = {}) {
      closing ??= flush(timeoutMs).finally(() => {
        stop.abort();
        if (timer !== null) clearTimeout(timer);
        buffer.refuseWaiting(closed());
        for (const flusher of flushers) flusher.refuse(closed());
      });
      return closing;
    },
    unsent: () => buffer.events(),
  };
}

function closed(): Error {
  return new Error('This recorder is closed.');
}

type BatchOutcome = {
  readonly rejected: readonly { readonly index: number; readonly code: RejectionCode; readonly message: string }[];
  readonly warnings: readonly {
    readonly index: number;
    readonly code: WarningCode;
    readonly meter: string | null;
    readonly message: string;
  }[];
};
