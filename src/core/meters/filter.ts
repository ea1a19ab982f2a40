import type { InputIssue } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { storageProblem, textProblem } from '../text.ts';
import { compileCondition } from './condition.ts';

export type FilterOperator =
  | 'EQUALS'
  | 'NOT_EQUALS'
  | 'GREATER_THAN'
  | 'GREATER_THAN_OR_EQUAL'
  | 'LESS_THAN'
  | 'LESS_THAN_OR_EQUAL'
  | 'CONTAINS'
  | 'NOT_CONTAINS'
  | 'IN'
  | 'NOT_IN'
  | 'EXISTS'
  | 'NOT_EXISTS';

/** `value` is absent for EXISTS and NOT_EXISTS, a list for IN and NOT_IN, a scalar for the others. */
export type EventCondition = { property: string; operator: FilterOperator; value?: JsonValue | undefined };

/** Groups of conditions in a tree: all of them hold, any of them holds, or just one condition. */
export type EventFilter = { all: EventFilter[] } | { any: EventFilter[] } | { where: EventCondition };

const levelsMax = 5;
const conditionsMax = 50;
const valuesMax = 1000;
// Who has made so many mistakes has made one, many times.
const issuesMax = 100;

/**
 * What is wrong with a filter, the first 100 things: more than 5 levels of groups, more than 50 conditions, an empty
 * group, or a value that its operator cannot use. A group is a level, a condition is not. Paths start at the filter.
 *
 * Empty groups are refused because a meter cannot be corrected, and `any` of nothing would never count anything.
 */
export function filterIssues(filter: EventFilter): InputIssue[] {
  const issues: InputIssue[] = [];
  const conditions = collectIssues(filter, 1, [], issues);
  if (conditions > conditionsMax) {
    issues.push({ path: [], message: `A filter has at most ${conditionsMax} conditions, this one has ${conditions}.` });
  }
  return issues;
}

/** The filter as a test of an event's properties, to be made once and used for many. Null lets everything pass. */
export function compileFilter(filter: EventFilter | null): (properties: JsonObject) => boolean {
  if (filter === null) return () => true;
  if ('where' in filter) return compileCondition(filter.where);
  if ('all' in filter) {
    const parts = filter.all.map(compileFilter);
    return (properties) => parts.every((part) => part(properties));
  }
  const parts = filter.any.map(compileFilter);
  return (properties) => parts.some((part) => part(properties));
}

/** Gives the number of conditions. */
function collectIssues(filter: EventFilter, level: number, path: string[], issues: InputIssue[]): number {
  const keys = Object.keys(filter);
  if (keys.length !== 1 || !['all', 'any', 'where'].includes(String(keys[0]))) {
    issues.push({ path, message: 'Give exactly one of all, any and where.' });
    return 0;
  }
  if ('where' in filter) {
    issues.push(...conditionIssues(filter.where, [...path, 'where']));
    return 1;
  }
  const [kind, parts] = 'all' in filter ? ['all', filter.all] : ['any', filter.any];
  // Not entered: a hostile filter could be deeper than the stack.
  if (level > levelsMax) {
    issues.push({ path, message: `Groups may be nested ${levelsMax} levels deep.` });
    return 0;
  }
  if (parts.length === 0) issues.push({ path: [...path, kind], message: 'An empty group says nothing.' });
  let count = 0;
  for (const [index, part] of parts.entries()) {
    if (issues.length >= issuesMax) break;
    count += collectIssues(part, level + 1, [...path, kind, String(index)], issues);
  }
  return count;
}

function conditionIssues({ property, operator, value }: EventCondition, path: string[]): InputIssue[] {
  const issues: InputIssue[] = [];
  const propertyProblem = textProblem(property);
  if (propertyProblem !== null) {
    issues.push({ path: [...path, 'property'], message: `The property ${propertyProblem}.` });
  }
  const valueProblem = operandProblem(operator, value);
  if (valueProblem !== null) issues.push({ path: [...path, 'value'], message: `${operator} ${valueProblem}.` });
  return issues;
}

function operandProblem(operator: FilterOperator, value: JsonValue | undefined): string | null {
  switch (operator) {
    case 'EXISTS':
    case 'NOT_EXISTS':
      return value === undefined || value === null ? null : 'takes no value';
    case 'IN':
    case 'NOT_IN':
      if (!Array.isArray(value) || value.length === 0) return 'needs a list of at least one value';
      if (value.length > valuesMax) return `takes at most ${valuesMax} values`;
      return value.map(scalarProblem).find((problem) => problem !== null) ?? null;
    case 'GREATER_THAN':
    case 'GREATER_THAN_OR_EQUAL':
    case 'LESS_THAN':
    case 'LESS_THAN_OR_EQUAL':
      return typeof value === 'number' || typeof value === 'string' ? scalarProblem(value) : 'needs a number or a text';
    default:
      return scalarProblem(value);
  }
}

function scalarProblem(value: JsonValue | undefined): string | null {
  if (value === undefined) return 'needs a value';
  if (typeof value === 'object' && value !== null) return 'compares with a text, a number, a boolean or null';
  if (typeof value === 'string') {
    const problem = storageProblem(value);
    return problem === null ? null : `has a text that ${problem}`;
  }
  if (typeof value === 'number' && (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER)) {
    return 'has a number beyond 9007199254740991, which no event can have as a number';
  }
  return null;
}
