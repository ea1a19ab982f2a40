import type { Client } from '../client.ts';
import { type LiveState, loading } from './live-state.ts';

/** Something that can be watched: how it is told, from the connection to the end. */
export type Field<TVariables, TValue> = {
  readonly name: string;
  /** Goes on until `signal` is aborted. Rejects if the server refuses. */
  watch(client: Client, variables: TVariables, sink: Sink<TValue>, signal: AbortSignal): Promise<void>;
};

export type Sink<TValue> = {
  value(value: TValue): void;
  /** No connection at present. Null: the server ended it in good order. */
  lost(error: unknown): void;
};

type Watch<TValue> = {
  state(): LiveState<TValue>;
  /** Opens it for the first listener. Gives what takes this one off again; the last one closes it. */
  listen(listener: () => void): () => void;
};

const watchesOfClients = new WeakMap<Client, Map<string, Watch<never>>>();

/** What is known of it, which is nothing as long as nobody listens. Leaves no trace: it can be asked while rendering. */
export function stateOf<TValue>(client: Client, key: string): LiveState<TValue> {
  return watchesOfClients.get(client)?.get(key)?.state() ?? loading;
}

/** All who listen to the same of the same client share one connection. */
export function listen<TVariables, TValue>(
  client: Client,
  key: string,
  field: Field<TVariables, TValue>,
  variables: TVariables,
  listener: () => void,
): () => void {
  const watches = watchesOfClients.get(client) ?? new Map<string, Watch<never>>();
  watchesOfClients.set(client, watches);
  let watch = watches.get(key) as Watch<TValue> | undefined;
  if (watch === undefined) {
    watch = createWatch(
      (sink, signal) => field.watch(client, variables, sink, signal),
      () => watches.delete(key),
    );
    watches.set(key, watch as Watch<never>);
  }
  return watch.listen(listener);
}

function createWatch<TValue>(
  source: (sink: Sink<TValue>, signal: AbortSignal) => Promise<void>,
  onClosed: () => void,
): Watch<TValue> {
  const listeners = new Set<() => void>();
  let state: LiveState<TValue> = loading;
  let stop: AbortController | null = null;
  let closing: ReturnType<typeof setTimeout> | undefined;

  function become(next: LiveState<TValue>): void {
    state = next;
    for (const listener of [...listeners]) listener();
  }

  async function open(): Promise<void> {
    stop = new AbortController();
    const { signal } = stop;
    const tell = (next: LiveState<TValue>) => {
      if (!signal.aborted) become(next);
    };
    const lost = (error: unknown) =>
      tell({ status: 'reconnecting', data: state.data, error: error === null ? null : asError(error) });
    try {
      await source({ value: (data) => tell({ status: 'live', data, error: null }), lost }, signal);
    } catch (error) {
      tell({ status: 'error', data: state.data, error: asError(error), retry });
    }
  }

  function retry(): void {
    // A button that is gone may still be pressed.
    if (state.status !== 'error' || listeners.size === 0) return;
    become(state.data === null ? loading : { status: 'reconnecting', data: state.data, error: state.error });
    void open();
  }

  function close(): void {
    stop?.abort();
    onClosed();
  }

  return {
    state: () => state,
    listen(listener) {
      // A listener of its own, so that the same function can listen twice.
      const own = () => listener();
      clearTimeout(closing);
      listeners.add(own);
      if (stop === null) void open();
      return () => {
        listeners.delete(own);
        // Not at once: StrictMode takes each listener off and on again, and the next page may watch the same.
        if (listeners.size === 0) closing = setTimeout(close, 0);
      };
    },
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
