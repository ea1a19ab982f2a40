import type { JsonObject, JsonValue } from '../json.ts';
import { compareText } from '../text.ts';
import type { EventCondition } from './filter.ts';
import { readProperty } from './property.ts';

type Test = (property: JsonValue) => boolean;

/**
 * A condition as a test of an event's properties.
 *
 * On a missing property it is false, negated or not, except NOT_EXISTS. An explicit null is present, so EXISTS holds.
 * On a present property NOT_EQUALS, NOT_CONTAINS and NOT_IN are the opposites of EQUALS, CONTAINS and IN.
 * CONTAINS looks for a part of a text, or for an equal element of a list.
 */
export function compileCondition({ property, operator, value = null }: EventCondition): (p: JsonObject) => boolean {
  if (operator === 'NOT_EXISTS') return (properties) => readProperty(properties, property) === undefined;
  const holds = compileTest(operator, value);
  return (properties) => {
    const found = readProperty(properties, property);
    return found !== undefined && holds(found);
  };
}

function compileTest(operator: Exclude<EventCondition['operator'], 'NOT_EXISTS'>, value: JsonValue): Test {
  switch (operator) {
    case 'EXISTS':
      return () => true;
    case 'EQUALS':
      return (property) => property === value;
    case 'NOT_EQUALS':
      return (property) => property !== value;
    case 'GREATER_THAN':
      return (property) => order(property, value) > 0;
    case 'GREATER_THAN_OR_EQUAL':
      return (property) => order(property, value) >= 0;
    case 'LESS_THAN':
      return (property) => order(property, value) < 0;
    case 'LESS_THAN_OR_EQUAL':
      return (property) => order(property, value) <= 0;
    case 'CONTAINS':
      return (property) => contains(property, value);
    case 'NOT_CONTAINS':
      return (property) => !contains(property, value);
    case 'IN':
    case 'NOT_IN': {
      // A Set compares as === does, except for NaN, which JSON does not have.
      const values = new Set(Array.isArray(value) ? value : []);
      return operator === 'IN' ? (property) => values.has(property) : (property) => !values.has(property);
    }
  }
}

/**
 * Negative, 0 or positive; NaN, which no comparison holds for, if the two are not ordered.
 *
 * Two doubles are in the order of their shortest decimals, so numbers need no Decimal to be compared as decimals.
 */
function order(property: JsonValue, value: JsonValue): number {
  if (typeof property === 'number' && typeof value === 'number') {
    return property === value ? 0 : property < value ? -1 : 1;
  }
  if (typeof property === 'string' && typeof value === 'string') return compareText(property, value);
  return Number.NaN;
}

function contains(property: JsonValue, value: JsonValue): boolean {
  // Well-formed texts only, so that looking for code units finds whole characters.
  if (typeof property === 'string') return typeof value === 'string' && property.includes(value);
  return Array.isArray(property) && property.includes(value);
}
