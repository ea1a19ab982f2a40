import type { Principal } from '../graphql/principal.ts';
import { passingRefusal } from '../graphql/refusals.ts';
import { callerOf, type Limits } from './limits.ts';

/** Gives a place back. Once is enough, more does no harm. */
export type Leave = () => void;

/** Counts what each caller has under way. */
export type Callers = {
  /** Throws RATE_LIMITED when the caller has as many requests under way, or has asked as often in this second, as it may. */
  enter(principal: Principal): Leave;
  /** Throws RATE_LIMITED when the caller has as many live streams as it may. */
  openStream(principal: Principal): Leave;
};

type Count = { requests: number; streams: number; tokens: number; filledAt: number };

// Requests end within milliseconds; a stream ends when somebody closes a page.
const retryAfterSeconds = 1;
const streamRetryAfterSeconds = 5;
const ratesKeptMax = 10_000;

export function createCallers(limits: Limits, nowMs: () => number = () => performance.now()): Callers {
  const counts = new Map<string, Count>();

  function countOf(name: string, perSecond: number | null): Count {
    const known = counts.get(name);
    if (known !== undefined) return known;
    if (counts.size >= ratesKeptMax) forgetFull();
    const count = { requests: 0, streams: 0, tokens: perSecond ?? 0, filledAt: nowMs() };
    counts.set(name, count);
    return count;
  }

  /** Whoever has nothing under way and has not asked for a second may do all there is to do again: as if never seen. */
  function forgetFull(): void {
    const now = nowMs();
    for (const [name, count] of counts) {
      if (count.requests === 0 && count.streams === 0 && now - count.filledAt >= 1_000) counts.delete(name);
    }
  }

  function leaving(name: string, count: Count, what: 'requests' | 'streams', isRateLimited: boolean): Leave {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      count[what] -= 1;
      if (!isRateLimited && count.requests === 0 && count.streams === 0) counts.delete(name);
    };
  }

  return {
    enter(principal) {
      const { name, noun, limits: own } = callerOf(principal, limits);
      const perSecond = own.requestsPerSecondMax;
      const count = countOf(name, perSecond);
      if (count.requests >= own.requestsMax) {
        const message = `${noun} has ${count.requests} requests under way, as many as it may.`;
        throw passingRefusal('RATE_LIMITED', message, retryAfterSeconds);
      }
      if (perSecond !== null) {
        const now = nowMs();
        count.tokens = Math.min(perSecond, count.tokens + ((now - count.filledAt) / 1_000) * perSecond);
        count.filledAt = now;
        if (count.tokens < 1) {
          const message = `${noun} may send ${perSecond} requests a second.`;
          throw passingRefusal('RATE_LIMITED', message, retryAfterSeconds);
        }
        count.tokens -= 1;
      }
      count.requests += 1;
      return leaving(name, count, 'requests', perSecond !== null);
    },
    openStream(principal) {
      const { name, noun, limits: own } = callerOf(principal, limits);
      const count = countOf(name, own.requestsPerSecondMax);
      if (count.streams >= own.streamsMax) {
        const message = `${noun} has ${count.streams} live streams open, as many as it may.`;
        throw passingRefusal('RATE_LIMITED', message, streamRetryAfterSeconds);
      }
      count.streams += 1;
      return leaving(name, count, 'streams', own.requestsPerSecondMax !== null);
    },
  };
}
