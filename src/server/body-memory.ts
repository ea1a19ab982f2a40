import { passingRefusal } from '../graphql/refusals.ts';

/** The memory that request bodies take, from before they are read until their answer has been sent. */
export type BodyMemory = {
  /** Throws OVERLOADED when there is no room for so many bytes more, or when this caller alone would leave none to others. */
  take(caller: string, bytes: number): void;
  give(caller: string, bytes: number): void;
  readonly bytes: number;
};

// What is sent to change or ask one thing always has room; how many of those there are is limited by caller.
const smallBytesMax = 16 * 1024;
const retryAfterSeconds = 1;

export function createBodyMemory(bytesMax: number): BodyMemory {
  // Whoever opens requests and sends them drop by drop shall not keep everybody else out.
  const callerBytesMax = Math.ceil(bytesMax * 0.75);
  const byCaller = new Map<string, number>();
  let total = 0;

  return {
    take(caller, bytes) {
      const own = byCaller.get(caller) ?? 0;
      const isTooMuch = total + bytes > bytesMax || own + bytes > callerBytesMax;
      if (isTooMuch && total > 0 && bytes > smallBytesMax) {
        const message = `The server has ${Math.ceil(total / 1e6)} MB of requests in hand and takes no more now. Nothing was done: send the same again a little later.`;
        throw passingRefusal('OVERLOADED', message, retryAfterSeconds);
      }
      total += bytes;
      byCaller.set(caller, own + bytes);
    },
    give(caller, bytes) {
      total -= bytes;
      const own = (byCaller.get(caller) ?? 0) - bytes;
      if (own > 0) byCaller.set(caller, own);
      else byCaller.delete(caller);
    },
    get bytes() {
      return total;
    },
  };
}
