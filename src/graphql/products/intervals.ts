import type { Interval } from '../../core/subscriptions/interval.ts';
import { builder } from '../builder.ts';

const IntervalUnit = builder.enumType('IntervalUnit', {
  description: 'What the length of a period is counted in, by the calendar.',
  values: {
    DAY: { description: 'Days, of 23 or 25 hours when clocks are changed.' },
    WEEK: { description: 'Weeks.' },
    MONTH: { description: 'Months: from the 31st to the last day of a shorter one, and back to the 31st.' },
    YEAR: { description: 'Years.' },
  } satisfies Record<Interval['unit'], { description: string }>,
});

export const IntervalInput = builder.inputType('IntervalInput', {
  description: 'How long a period is.',
  fields: (t) => ({
    unit: t.field({ type: IntervalUnit, required: true, description: 'Days, weeks, months or years.' }),
    count: t.int({ defaultValue: 1, description: 'How many of them. At most ten years together.' }),
  }),
});

export function intervalOf(input: typeof IntervalInput.$inferInput): Interval {
  return { unit: input.unit, count: input.count ?? 1 };
}

export const IntervalRef = builder.objectRef<Interval>('Interval').implement({
  description: 'How long a period is.',
  fields: (t) => ({
    unit: t.field({ type: IntervalUnit, description: 'Days, weeks, months or years.', resolve: ({ unit }) => unit }),
    count: t.exposeInt('count', { description: 'How many of them.' }),
  }),
});
