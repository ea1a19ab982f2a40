import { type ChargeFacts, chargeLines, type PlanGrantFacts, planGrantLines } from './charge.ts';
import { type Interval, intervalText } from './interval.ts';

export type VersionFacts = {
  readonly interval: Interval;
  readonly charges: readonly ChargeFacts[];
  readonly creditGrants: readonly PlanGrantFacts[];
};

export type DiffLine = { readonly kind: 'same' | 'gone' | 'new'; readonly text: string };
export type DiffPart = { readonly title: string; readonly lines: readonly DiffLine[] };

/** What a version says and another one does not, charge by charge; charges are the same where their names are. */
export function versionDiff(before: VersionFacts, after: VersionFacts): DiffPart[] {
  const [old, next] = [partsOf(before), partsOf(after)];
  const titles = [...new Set([...next.keys(), ...old.keys()])];
  return titles.map((title) => ({ title, lines: linesDiff(old.get(title) ?? [], next.get(title) ?? []) }));
}

/** The lines of a version by what they are about. Of two charges of one name the second is `Tokens (2)`. */
function partsOf({ interval, charges, creditGrants }: VersionFacts): Map<string, readonly string[]> {
  const parts = new Map<string, readonly string[]>([['Period', [intervalText(interval)]]]);
  const add = (title: string, lines: readonly string[]) => {
    let [name, count] = [title, 1];
    while (parts.has(name)) name = `${title} (${++count})`;
    parts.set(name, lines);
  };
  for (const charge of charges) {
    const meter = charge.__typename === 'UsageCharge' ? [`By ${charge.meter.name}`] : [];
    add(charge.name, [...meter, ...chargeLines(charge)]);
  }
  for (const grant of creditGrants) add(`${grant.creditType.name} granted`, planGrantLines(grant));
  return parts;
}

function linesDiff(old: readonly string[], next: readonly string[]): DiffLine[] {
  return [
    ...old.filter((text) => !next.includes(text)).map((text) => ({ kind: 'gone' as const, text })),
    ...next.map((text) => ({ kind: old.includes(text) ? ('same' as const) : ('new' as const), text })),
  ];
}
