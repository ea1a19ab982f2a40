import { duration, grouped } from './progress.ts';
import type { Problem, Tally } from './tally.ts';

/** What became of the rows, for people. */
export function summaryText(tally: Tally, seconds: number): string {
  const { rows, recorded, duplicates, rejected, warnings, problems } = tally;
  const done = recorded + duplicates + rejected;
  const rate = seconds > 0 ? `, ${grouped(Math.round(done / seconds))} a second` : '';
  const counts: [number, string][] = [
    [recorded, 'recorded'],
    [duplicates, 'duplicates: they were there already'],
    [rejected, 'rejected'],
    [rows - done, 'read, but not acknowledged'],
  ];
  const shown = counts.filter(([count], place) => count > 0 || place === 0);
  const width = Math.max(...shown.map(([count]) => grouped(count).length));
  const lines = [
    `${grouped(rows)} rows in ${seconds < 10 ? `${seconds.toFixed(1)} s` : duration(seconds)}${rate}`,
    ...shown.map(([count, what]) => `  ${grouped(count).padStart(width)} ${what}`),
    ...[...problems].flatMap(([code, problem]) => problemLines(code, problem)),
  ];
  if (warnings > 0) {
    lines.push(
      `${grouped(warnings)} warnings: a meter found no value in a recorded event, or no meter counts its name.`,
    );
  }
  return lines.join('\n');
}

function problemLines(code: string, { count, first }: Problem): string[] {
  const more = count - first.length;
  return [
    `${code}: ${grouped(count)}`,
    ...first.map(({ line, message }) => `  line ${line}: ${shortened(message)}`),
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
  ];
}

/** A message may have a value of the file in it. */
function shortened(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ');
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
