import type { JsonValue } from '../../core/json.ts';
import type { EventFilter, FilterOperator } from '../../core/meters/filter.ts';
import { builder } from '../builder.ts';

// JSON, which the types of GraphQL inputs cannot say: they take every list for one with nulls.
type ConditionInput = { property: string; operator: FilterOperator; value?: unknown };
export type FilterInput = {
  all?: FilterInput[] | null | undefined;
  any?: FilterInput[] | null | undefined;
  where?: ConditionInput | null | undefined;
};

const Operator = builder.enumType('FilterOperator', {
  description:
    'How a condition compares. A condition on a property that is missing is false, the negated ones too, except NOT_EXISTS. Numbers compare as exact decimals, text by code point; values of different kinds are never equal and never ordered.',
  values: {
    EQUALS: { description: 'The same value of the same kind.' },
    NOT_EQUALS: { description: 'There, and another value or of another kind.' },
    GREATER_THAN: { description: 'A greater number, or a text that comes later.' },
    GREATER_THAN_OR_EQUAL: { description: 'A number that is greater or equal, or a text that does not come earlier.' },
    LESS_THAN: { description: 'A smaller number, or a text that comes earlier.' },
    LESS_THAN_OR_EQUAL: { description: 'A number that is smaller or equal, or a text that does not come later.' },
    CONTAINS: { description: 'A text with this text in it, or a list with this value in it.' },
    NOT_CONTAINS: { description: 'A text without this text in it, or a list without this value.' },
    IN: { description: 'Equal to one of the values of a list.' },
    NOT_IN: { description: 'There, and equal to none of the values of a list.' },
    EXISTS: { description: 'The property is there. Takes no value.' },
    NOT_EXISTS: { description: 'The property is not there. Takes no value.' },
  } satisfies Record<FilterOperator, { description: string }>,
});

const EventConditionInput = builder.inputType('EventConditionInput', {
  description: 'One condition on a property of an event.',
  fields: (t) => ({
    property: t.string({
      required: true,
      description: 'The name of the property. A path such as `usage.tokens` reaches inside.',
    }),
    operator: t.field({ type: Operator, required: true, description: 'How to compare.' }),
    value: t.field({
      type: 'JSON',
      description: 'What to compare with: a list for IN and NOT_IN, nothing for EXISTS and NOT_EXISTS.',
    }),
  }),
});

export const EventFilterInput = builder.inputRef<FilterInput>('EventFilterInput').implement({
  description: 'Which events to count: a tree of groups and conditions, at most 5 levels of groups and 50 conditions.',
  isOneOf: true,
  fields: (t) => ({
    all: t.field({ type: [EventFilterInput], description: 'Every one of these holds.' }),
    any: t.field({ type: [EventFilterInput], description: 'At least one of these holds.' }),
    where: t.field({ type: EventConditionInput, description: 'This condition holds.' }),
  }),
});

/** The filter as it is stored: nothing but the one member that was given. */
export function filterOf(input: FilterInput): EventFilter {
  if (input.all != null) return { all: input.all.map(filterOf) };
  if (input.any != null) return { any: input.any.map(filterOf) };
  const { property, operator, value } = input.where as ConditionInput;
  return { where: value === undefined ? { property, operator } : { property, operator, value: value as JsonValue } };
}
