export type Interval = { readonly unit: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'; readonly count: number };

/** A span of the calendar: `month`, `3 months`. */
export function intervalText({ unit, count }: Interval): string {
  const word = unit.toLowerCase();
  return count === 1 ? word : `${count} ${word}s`;
}

export const intervalUnits = [
  { value: 'DAY', label: 'Days' },
  { value: 'WEEK', label: 'Weeks' },
  { value: 'MONTH', label: 'Months' },
  { value: 'YEAR', label: 'Years' },
] as const;
