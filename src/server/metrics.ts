import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RecordOutcome } from '../core/events/batch.ts';
import type { BuildProgress } from '../store/builds.ts';

/** What an operator watches, as Prometheus reads it. Nothing in it names a workspace or a customer. */
export type Metrics = {
  /** Once for each flush that was committed. */
  flushed(seconds: number, outcomes: readonly RecordOutcome[]): void;
  flushFailed(seconds: number): void;
  /** A request was refused, or a field of it, with this code. */
  refused(code: string): void;
  /** Where to look when somebody asks. */
  watch(sources: MetricSources): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
};

export type MetricSources = {
  readonly queuedEvents: () => number;
  readonly queuedRequests: () => number;
  readonly liveWatchers: () => number;
  readonly bodyBytes: () => number;
  readonly builds: () => Promise<BuildProgress>;
};

/** Counts per flush and per refusal, never per event: what a flush counts is added up first. */
export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (options.process) collectDefaultMetrics({ register: registry });

  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const recorded = counter('misura_events_recorded_total', 'Events recorded.');
  const duplicates = counter('misura_events_duplicate_total', 'Events that had been recorded before.');
  const failures = counter('misura_flush_failures_total', 'Flushes that were not committed.');
  const rejected = new Counter({
    name: 'misura_events_rejected_total',
    help: 'Events rejected, by code.',
    labelNames: ['code'],
    registers,
  });
  const refusals = new Counter({
    name: 'misura_refusals_total',
    help: 'Errors in answers, by code.',
    labelNames: ['code'],
    registers,
  });
  const flushEvents = new Histogram({
    name: 'misura_flush_events',
    help: 'Events that shared a commit.',
    buckets: [1, 10, 100, 1_000, 2_500, 5_000, 10_000],
    registers,
  });
  const flushSeconds = new Histogram({
    name: 'misura_flush_seconds',
    help: 'From the beginning of a flush to its commit.',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });

  return {
    contentType: registry.contentType,
    flushed(seconds, outcomes) {
      let recordedNow = 0;
      let duplicatesNow = 0;
      for (const outcome of outcomes) {
        recordedNow += outcome.recorded;
        duplicatesNow += outcome.duplicates;
        for (const [code, count] of countsOf(outcome)) rejected.inc({ code }, count);
      }
      if (recordedNow > 0) recorded.inc(recordedNow);
      if (duplicatesNow > 0) duplicates.inc(duplicatesNow);
      flushEvents.observe(recordedNow + duplicatesNow);
      flushSeconds.observe(seconds);
    },
    flushFailed(seconds) {
      failures.inc();
      flushSeconds.observe(seconds);
    },
    refused(code) {
      refusals.inc({ code });
    },
    watch(sources) {
      gauge(registers, 'misura_queue_events', 'Events that wait for their commit.', sources.queuedEvents);
      gauge(registers, 'misura_queue_requests', 'Requests that wait for a commit.', sources.queuedRequests);
      gauge(registers, 'misura_live_watchers', 'Live streams that are open.', sources.liveWatchers);
      gauge(registers, 'misura_body_bytes', 'Bytes of request bodies in hand.', sources.bodyBytes);
      const builds = (name: string, help: string, field: keyof BuildProgress) =>
        gauge(registers, name, help, async () => (await sources.builds())[field]);
      builds('misura_builds_unfinished', 'Meters being counted again.', 'unfinished');
      builds('misura_build_events_read', 'Events that these have read.', 'eventsRead');
      builds('misura_build_events_total', 'Events that these have to read.', 'eventsTotal');
    },
    text: () => registry.metrics(),
  };
}

/** Looked at when somebody asks, and at no other time. One that cannot be read is not a number, and the others stand. */
function gauge(registers: Registry[], name: string, help: string, read: () => number | Promise<number>): void {
  new Gauge({
    name,
    help,
    registers,
    async collect() {
      try {
        this.set(await read());
      } catch {
        this.set(Number.NaN);
      }
    },
  });
}

function countsOf({ rejected }: RecordOutcome): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of rejected) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
