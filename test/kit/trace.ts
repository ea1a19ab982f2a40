import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NewEvent } from '../../client/src/index.ts';
import { type ModelEvent, naiveUsage } from './naive-usage.ts';

export type TraceRow = {
  readonly timestamp: string;
  readonly contextTokens: number;
  readonly generatedTokens: number;
  /** Microseconds. */
  readonly at: bigint;
  readonly customer: string;
};

/** What must come out, by customer; `all` is all of them together. Minutes are named by their beginning. */
export type TraceFacts = {
  readonly values: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly minutes: Readonly<Record<string, { readonly count: string; readonly generatedTokens: string }>>;
  readonly minutesWithEvents: number;
  readonly minutesInAll: number;
};

const realFile = new URL('../../../shared/data/AzureLLMInferenceTrace_code.csv', import.meta.url);

/** The rows of the real trace, or null where it is not: it does not come with the project. */
export function readRealTrace(): TraceRow[] | null {
  const given = process.env.MISURA_TEST_TRACE;
  const path = given ?? fileURLToPath(realFile);
  if (given === undefined && !existsSync(path)) return null;
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  return lines.map((line, index) => {
    const [timestamp = '', context, generated] = line.split(',');
    return row(index, timestamp, Number(context), Number(generated));
  });
}

/** Of the same kind, for where the real one is not: seven digits, a tie, minutes without anything, a few huge requests. */
export function syntheticTrace(count: number): TraceRow[] {
  const random = randomFrom(7);
  const minutes = Array.from({ length: 58 }, (_, minute) => minute).filter(
    (minute) => minute % 57 === 0 || random() > 0.25,
  );
  const ticks = Array.from({ length: count }, (_, i) => {
    const minute = i < minutes.length ? minutes[i] : minutes[Math.floor(random() * minutes.length)];
    return (minute as number) * 600_000_000 + Math.floor(random() * 600_000_000);
  }).sort((a, b) => a - b);
  return ticks.map((tick, index) => {
    const time = new Date(Date.parse('2023-11-16T18:17:00Z') + Math.floor(tick / 10_000)).toISOString();
    const timestamp = `${time.slice(0, 10)} ${time.slice(11, 23)}${String(tick % 10_000).padStart(4, '0')}`;
    return row(index, timestamp, 1 + Math.floor(random() ** 4 * 7437), 1 + Math.floor(random() ** 8 * 1899));
  });
}

function row(index: number, timestamp: string, contextTokens: number, generatedTokens: number): TraceRow {
  const [seconds = '', fraction = ''] = timestamp.split('.');
  const at = BigInt(Date.parse(`${seconds.replace(' ', 'T')}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  return { timestamp, contextTokens, generatedTokens, at, customer: `c${String(index % 20).padStart(2, '0')}` };
}

/** One event a row, as the trace's README says. */
export function traceEvents(rows: readonly TraceRow[]): NewEvent[] {
  return rows.map(({ timestamp, contextTokens, generatedTokens, customer }, index) => ({
    id: String(index),
    name: 'llm.request',
    customer,
    timestamp: `${timestamp.replace(' ', 'T')}Z`,
    properties: { contextTokens, generatedTokens },
  }));
}

/** What must come out of any rows, worked out without the server. */
export function traceFacts(rows: readonly TraceRow[]): TraceFacts {
  const numbered = rows.map((row, id) => ({ row, id: String(id) }));
  const values = (who: string, property: 'contextTokens' | 'generatedTokens'): ModelEvent[] =>
    numbered
      .filter(({ row }) => who === 'all' || row.customer === who)
      .map(({ row, id }) => ({ id, at: row.at, value: String(row[property]) }));
  const factsOf = (who: string) => ({
    COUNT: naiveUsage('COUNT', values(who, 'contextTokens')),
    'SUM contextTokens': naiveUsage('SUM', values(who, 'contextTokens')),
    'MAX generatedTokens': naiveUsage('MAX', values(who, 'generatedTokens')),
  });
  const all = Object.fromEntries(
    ['SUM', 'LAST', 'UNIQUE_COUNT'].flatMap((aggregation) =>
      (['contextTokens', 'generatedTokens'] as const).map((property) => [
        `${aggregation} ${property}`,
        naiveUsage(aggregation, values('all', property)),
      ]),
    ),
  );
  const byMinute = new Map<string, TraceRow[]>();
  for (const one of rows) {
    const minute = one.timestamp.slice(11, 16);
    byMinute.set(minute, [...(byMinute.get(minute) ?? []), one]);
  }
  const minutes = [...byMinute].map(([minute, those]) => {
    const generatedTokens = those.reduce((sum, one) => sum + one.generatedTokens, 0);
    return [minute, { count: String(those.length), generatedTokens: String(generatedTokens) }];
  });
  const [first, last] = [rows[0]?.at ?? 0n, rows.at(-1)?.at ?? 0n];
  return {
    values: { all: { ...factsOf('all'), ...all }, c00: factsOf('c00'), c07: factsOf('c07'), c19: factsOf('c19') },
    minutes: Object.fromEntries(minutes),
    minutesWithEvents: byMinute.size,
    minutesInAll: Number(last / 60_000_000n - first / 60_000_000n) + 1,
  };
}

/** The same order each time. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  return list
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Numbers from 0 up to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
