import { setImmediate } from 'node:timers/promises';
import { createRecorder, type RecordedEvent, type Recorder } from '../../client/src/index.ts';
import { payload } from './recorder-network.ts';

type KeptEvent = { readonly name: string; readonly customer: string; readonly [property: string]: unknown };

export type KeptEvents = {
  readonly recorder: Recorder;
  /** What has been recorded since the last time: all of each event and its properties, without ids, times and durations. */
  taken(): Promise<readonly KeptEvent[]>;
};

/** A real recorder, for a server that takes every event. */
export function keepEvents(): KeptEvents {
  const events: RecordedEvent[] = [];
  const recorder = createRecorder({
    recordEvents: async (input) => {
      events.push(...(input.events as RecordedEvent[]));
      return payload({ recorded: input.events.length }) as never;
    },
  });
  return {
    recorder,
    async taken() {
      // What is measured does not wait for its event, so we do.
      await setImmediate();
      await recorder.flush();
      return events.splice(0).map(({ id: _, timestamp: _at, properties, ...rest }) => {
        const { durationMs, ...others } = properties as Record<string, unknown>;
        if (!/^\d+\.\d{3}$/.test(String(durationMs))) throw new Error(`The duration is ${durationMs}.`);
        return { ...rest, ...others };
      });
    },
  };
}
