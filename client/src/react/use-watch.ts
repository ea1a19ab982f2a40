import { useCallback, useSyncExternalStore } from 'react';
import type { Client } from '../client.ts';
import { jsonText } from '../json.ts';
import { type IdleState, idle, type LiveState, loading } from './live-state.ts';
import { useClient } from './provider.ts';
import { type Field, listen, stateOf } from './watch.ts';

export type WatchOptions = {
  /** Instead of the provider's. */
  readonly client?: Client;
};

/**
 * What is known of a field now, and again whenever that changes. Nothing is opened while rendering, so neither is anything
 * on a server; what is known belongs to the variables, so with others it begins with nothing.
 */
export function useWatch<TVariables, TValue>(
  field: Field<TVariables, TValue>,
  variables: TVariables | null,
  options: WatchOptions | undefined,
): LiveState<TValue> | IdleState {
  const client = useClient(options?.client);
  // As text, because a caller makes new variables each time and means the same ones.
  const text = variables === null ? null : jsonText(variables);
  const key = `${field.name} ${text}`;
  const subscribe = useCallback(
    (onChange: () => void) =>
      text === null ? () => {} : listen(client, key, field, JSON.parse(text) as TVariables, onChange),
    [client, key, field, text],
  );
  return useSyncExternalStore<LiveState<TValue> | IdleState>(
    subscribe,
    () => (text === null ? idle : stateOf<TValue>(client, key)),
    () => (text === null ? idle : loading),
  );
}
