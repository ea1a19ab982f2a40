/** What became of the rows so far. */
export type Tally = {
  /** Read and not skipped. */
  readonly rows: number;
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly warnings: number;
  /** What could not be recorded, by code, with the first rows of each. */
  readonly problems: ReadonlyMap<string, Problem>;
  /** So many rows from the beginning of the file need not be sent again. */
  readonly settled: number;
};

export type Problem = { count: number; readonly first: { readonly line: number; readonly message: string }[] };

export type Counting = ReturnType<typeof createCounting>;

const shownOfEachCode = 3;

/** Counts outcomes. Events settle in the order in which they were sent, since a recorder sends the oldest first. */
export function createCounting() {
  const counts = { rows: 0, recorded: 0, duplicates: 0, rejected: 0, warnings: 0 };
  const problems = new Map<string, Problem>();
  let sent: { readonly index: number; readonly line: number }[] = [];
  // Those before it have settled. They are cut off now and then, so that counting a row costs the same at any time.
  let head = 0;
  let rowsSeen = 0;

  return {
    now: (): Tally => ({ ...counts, problems, settled: sent[head]?.index ?? rowsSeen }),
    row(index: number): void {
      counts.rows++;
      rowsSeen = index + 1;
    },
    skipped(index: number): void {
      rowsSeen = index + 1;
    },
    sending: (index: number, line: number) => void sent.push({ index, line }),
    /** The newest of those that were sent was not taken. */
    notTaken: () => void sent.pop(),
    /** The line of the `position`th event, from 0, of those that have not settled. */
    lineOf: (position: number) => sent[head + position]?.line ?? 0,
    settle(outcome: { events: number; recorded: number; duplicates: number; warnings: number }): void {
      counts.recorded += outcome.recorded;
      counts.duplicates += outcome.duplicates;
      counts.warnings += outcome.warnings;
      head += outcome.events;
      if (head < 10_000) return;
      sent = sent.slice(head);
      head = 0;
    },
    rejected(code: string, line: number, message: string): void {
      counts.rejected++;
      const problem = problems.get(code) ?? { count: 0, first: [] };
      problems.set(code, problem);
      problem.count++;
      if (problem.first.length < shownOfEachCode) problem.first.push({ line, message });
    },
  };
}
