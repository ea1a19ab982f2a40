/** Two figures measured in turn, so that what the machine does meanwhile touches both. */
export type Pair = { readonly measured: number; readonly baseline: number };

/** What the median of the ratios has to be: at least so much, or at most; null where no bar is set. */
export type Bar = { readonly atLeast: number } | { readonly atMost: number } | null;

/**
 * Prints every round, the spread of the ratios, and last the verdict on their median:
 * `NAME ratio=… bar=… ok|short`, or `bar=none` where none is set.
 */
export function reportRatio(name: string, bar: Bar, unit: string, pairs: readonly Pair[]): void {
  for (const [round, { measured, baseline }] of pairs.entries()) {
    const figures = `${rounded(measured)} ${unit}, baseline ${rounded(baseline)} ${unit}`;
    console.log(`round ${round + 1}: ${figures}, ratio ${(measured / baseline).toFixed(2)}`);
  }
  const ratios = pairs.map(({ measured, baseline }) => measured / baseline).sort((a, b) => a - b);
  const median = ratios[Math.floor(ratios.length / 2)] ?? 0;
  console.log(
    `spread of ${ratios.length} ratios: ${(ratios[0] ?? 0).toFixed(2)} to ${(ratios.at(-1) ?? 0).toFixed(2)}`,
  );
  console.log(`${name} ratio=${median.toFixed(2)} ${verdict(bar, median)}`);
}

function verdict(bar: Bar, ratio: number): string {
  if (bar === null) return 'bar=none';
  if ('atLeast' in bar) return `bar=${bar.atLeast.toFixed(2)} ${ratio >= bar.atLeast ? 'ok' : 'short'}`;
  return `bar=${bar.atMost.toFixed(2)} ${ratio <= bar.atMost ? 'ok' : 'short'}`;
}

function rounded(figure: number): string {
  return figure < 100 ? figure.toFixed(2) : Math.round(figure).toLocaleString('en-GB');
}
