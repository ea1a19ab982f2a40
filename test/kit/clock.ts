import type { Clock } from '../../src/actions/deps.ts';
import { type Instant, parseInstant } from '../../src/core/time/instant.ts';

/** A clock that stands still until a test moves it. */
export type TestClock = Clock & {
  set(instant: string): void;
  advance(seconds: number): void;
};

export function createTestClock(start: string): TestClock {
  let now = instant(start);
  return {
    now: () => now,
    set(text) {
      now = instant(text);
    },
    advance(seconds) {
      now += BigInt(Math.round(seconds * 1_000_000));
    },
  };
}

function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === null) throw new TypeError(`Not an instant: ${text}`);
  return parsed;
}
