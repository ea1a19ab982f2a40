import type { InputIssue } from '../errors.ts';

/** How long a whole period is, by the calendar: every 3 months is `{ unit: 'MONTH', count: 3 }`. */
export type Interval = { readonly unit: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'; readonly count: number };

/** Ten years each: whoever means more has most likely mistaken the unit. */
const countMax = { DAY: 3660, WEEK: 520, MONTH: 120, YEAR: 10 } as const;

/** What keeps this from being the interval of a product; empty if nothing does. */
export function intervalIssues({ unit, count }: Interval): InputIssue[] {
  if (Number.isInteger(count) && count >= 1 && count <= countMax[unit]) return [];
  return [{ path: ['count'], message: `The count must be a whole number from 1 to ${countMax[unit]}.` }];
}
