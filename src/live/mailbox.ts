/**
 * What one reader has not read yet, of at most `size` messages: a newer one pushes out the oldest, so that a slow reader
 * costs no memory and gets the latest.
 */
export type Mailbox<T> = AsyncIterableIterator<T> & {
  put(message: T): void;
  /** The reader gets what is in the box, then its end, or the error. */
  end(error?: unknown): void;
};

/** `onClose` runs once, whoever closes: the reader by leaving, or the writer by `end`. */
export function createMailbox<T>(size: number, onClose: () => void): Mailbox<T> {
  const messages: T[] = [];
  let waiting: { resolve: (result: IteratorResult<T>) => void; reject: (error: unknown) => void } | null = null;
  let ended: { error: unknown } | null = null;
  let closed = false;

  function close(): void {
    if (closed) return;
    closed = true;
    onClose();
  }

  return {
    put(message) {
      if (ended !== null) return;
      if (waiting !== null) {
        waiting.resolve({ value: message, done: false });
        waiting = null;
        return;
      }
      messages.push(message);
      if (messages.length > size) messages.shift();
    },
    end(error) {
      if (ended !== null) return;
      ended = { error };
      close();
      if (waiting === null) return;
      if (error === undefined) waiting.resolve({ value: undefined, done: true });
      else waiting.reject(error);
      waiting = null;
    },
    async next() {
      const [message] = messages.splice(0, 1);
      if (message !== undefined) return { value: message, done: false };
      if (ended === null) return await new Promise((resolve, reject) => (waiting = { resolve, reject }));
      const { error } = ended;
      ended = { error: undefined };
      if (error !== undefined) throw error;
      return { value: undefined, done: true };
    },
    async return() {
      messages.length = 0;
      this.end();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
