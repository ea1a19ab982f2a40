import type { Queryable } from './sql/statement.ts';

const waiting = new WeakMap<Queryable, (() => void)[]>();

/** Calls `act` when the transaction that `on` is in has committed; never, if it does not. */
export function afterCommit(on: Queryable, act: () => void): void {
  waiting.set(on, [...(waiting.get(on) ?? []), act]);
}

/** Whoever commits says so here, before the connection goes to somebody else. */
export function committed(on: Queryable): void {
  const acts = waiting.get(on) ?? [];
  waiting.delete(on);
  for (const act of acts) act();
}

export function rolledBack(on: Queryable): void {
  waiting.delete(on);
}
