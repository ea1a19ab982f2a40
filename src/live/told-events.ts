import { keyText } from '../core/events/entry.ts';
import type { Instant } from '../core/time/instant.ts';
import type { EventRow } from '../store/events.ts';

// From when a flush takes its instant to when it is committed, and what the clocks of instances differ by.
const windowMicros = 10_000_000n;
const keysMax = 10_000;

/**
 * Events of a workspace that need no telling any more, those of the last seconds. What was recorded earlier than `since`
 * is forgotten, and needs none either.
 */
export class ToldEvents {
  readonly #flushes = new Map<Instant, Set<string>>();
  #count = 0;
  #newest: Instant | null = null;
  #since: Instant | null = null;

  /** Null: since ever. */
  get since(): Instant | null {
    return this.#since;
  }

  has(event: EventRow): boolean {
    return this.#flushes.get(event.recordedAt)?.has(keyText(event)) === true;
  }

  /** How many of what was recorded at the same instant. */
  countAt(recordedAt: Instant): number {
    return this.#flushes.get(recordedAt)?.size ?? 0;
  }

  /** Nothing up to this instant needs telling. */
  skip(recordedAt: Instant): void {
    if (this.#since === null || recordedAt >= this.#since) this.#since = recordedAt + 1n;
  }

  /** In one go, for what was recorded together. */
  add(events: readonly EventRow[]): void {
    for (const event of events) {
      if (this.has(event)) continue;
      const flush = this.#flushes.get(event.recordedAt) ?? new Set();
      this.#flushes.set(event.recordedAt, flush.add(keyText(event)));
      this.#count += 1;
      if (this.#newest === null || event.recordedAt > this.#newest) this.#newest = event.recordedAt;
    }
    this.#forget();
  }

  #forget(): void {
    if (this.#newest === null) return;
    const window = this.#newest - windowMicros;
    // In the order in which they came, which is nearly that of their instants.
    for (const [recordedAt, keys] of this.#flushes) {
      if (recordedAt >= window && this.#count <= keysMax) return;
      if (recordedAt === this.#newest) return;
      this.#flushes.delete(recordedAt);
      this.#count -= keys.size;
      this.skip(recordedAt);
    }
  }
}
