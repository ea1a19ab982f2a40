import { SingleBar } from 'cli-progress';
import type { Input } from './open-input.ts';
import type { Tally } from './tally.ts';

export type Progress = {
  /** What is the matter at the moment. Gone as soon as rows settle again. */
  trouble(message: string): void;
  stop(): void;
};

const barIntervalMs = 100;
const lineIntervalMs = 5_000;
// Over so long a time the rate is taken: short enough to follow a server that slows down, and calm enough to be read.
const rateOverMs = 5_000;

/** A bar at a terminal, a line every few seconds elsewhere; on standard error, so that the outcome alone is the output. */
export function showProgress(input: Input, tally: () => Tally, hasRead: () => boolean): Progress {
  const stream = process.stderr;
  const measure = createMeasure(input, tally, hasRead);
  return stream.isTTY ? bar(measure, stream) : lines(measure, stream);
}

function bar(measure: Measure, stream: NodeJS.WriteStream): Progress {
  let trouble: { readonly message: string; readonly settled: number } | null = null;
  // A terminal that does not say how wide it is says 0.
  const columns = () => stream.columns || 80;
  const shown = new SingleBar({
    stream,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: null,
    format: (_options, _params, payload: Measured) => {
      if (trouble !== null && payload.settled > trouble.settled) trouble = null;
      const text = trouble === null ? barText(payload, columns()) : `${payload.settledText} rows · ${trouble.message}`;
      return text.slice(0, Math.max(20, columns() - 1));
    },
  });
  shown.start(1, 0, measure());
  const timer = setInterval(() => shown.update(measure()), barIntervalMs);
  return {
    trouble(message) {
      trouble = { message, settled: measure().settled };
    },
    stop() {
      clearInterval(timer);
      shown.stop();
    },
  };
}

function lines(measure: Measure, stream: NodeJS.WriteStream): Progress {
  const print = () => stream.write(`${plainText(measure())}\n`);
  const timer = setInterval(print, lineIntervalMs);
  return {
    trouble: (message) => void stream.write(`${message}\n`),
    stop: () => clearInterval(timer),
  };
}

type Measured = {
  readonly settled: number;
  readonly settledText: string;
  /** From 0 to 1; null if the length is not known. */
  readonly part: number | null;
  readonly rowsText: string;
  readonly rateText: string;
  readonly leftText: string;
};
type Measure = () => Measured;

function createMeasure(input: Input, tally: () => Tally, hasRead: () => boolean): Measure {
  const samples: { readonly atMs: number; readonly settled: number }[] = [];
  return () => {
    const { rows, settled: settledOfFile, recorded, duplicates, rejected } = tally();
    const settled = recorded + duplicates + rejected;
    const atMs = performance.now();
    samples.push({ atMs, settled });
    while (samples.length > 2 && atMs - (samples[0]?.atMs ?? 0) > rateOverMs) samples.shift();
    const oldest = samples[0] ?? { atMs, settled };
    const rate = atMs === oldest.atMs ? 0 : ((settled - oldest.settled) * 1000) / (atMs - oldest.atMs);
    // As many rows as fit in the file if the rest are as long as those before; exact as soon as all are read.
    const rowsInAll = hasRead() ? rows : estimate(rows, input);
    return {
      settled: settledOfFile,
      settledText: grouped(settled),
      part: rowsInAll === null || rowsInAll === 0 ? null : Math.min(1, settled / rowsInAll),
      rowsText: `${grouped(settled)}${rowsInAll === null ? '' : ` of ${hasRead() ? '' : 'about '}${grouped(rowsInAll)}`} rows`,
      rateText: `${grouped(Math.round(rate))}/s`,
      leftText: rowsInAll === null || rate < 1 ? '' : `${duration((rowsInAll - settled) / rate)} left`,
    };
  };
}

function estimate(rows: number, { byteCount, bytesRead }: Input): number | null {
  if (byteCount === null || bytesRead() === 0 || rows === 0) return null;
  return Math.max(rows, Math.round((rows / bytesRead()) * byteCount));
}

function barText({ part, rowsText, rateText, leftText }: Measured, columns: number): string {
  const facts = [rowsText, rateText, leftText].filter((text) => text !== '').join('  ');
  if (part === null) return facts;
  const width = Math.max(10, Math.min(40, columns - facts.length - 10));
  const full = Math.round(part * width);
  const percent = `${Math.floor(part * 100)}%`.padStart(4);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${percent}  ${facts}`;
}

function plainText({ part, rowsText, rateText, leftText }: Measured): string {
  const percent = part === null ? '' : `${Math.floor(part * 100)}%`;
  return [percent, rowsText, rateText, leftText].filter((text) => text !== '').join(', ');
}

export function grouped(count: number): string {
  return count.toLocaleString('en');
}

export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
