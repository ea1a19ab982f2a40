/**
 * What is new at each look, one after the other. Not a generator: one that waits for the next look could not be told to
 * stop.
 */
export function newsOf<T>(
  looks: AsyncIterableIterator<'look'>,
  look: () => Promise<readonly T[]>,
): AsyncIterableIterator<T> {
  const untold: T[] = [];
  return {
    async next() {
      for (;;) {
        const value = untold.shift();
        if (value !== undefined) return { value, done: false };
        if ((await looks.next()).done) return { value: undefined, done: true };
        untold.push(...(await look()));
      }
    },
    async return() {
      await looks.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
