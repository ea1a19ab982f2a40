import type { Decimal } from '../decimal.ts';
import type { InputIssue } from '../errors.ts';
import { storageProblem, textProblem } from '../text.ts';
import { type EventFilter, filterIssues } from './filter.ts';

export type Aggregation = 'COUNT' | 'SUM' | 'MAX' | 'MIN' | 'LAST' | 'AVERAGE' | 'UNIQUE_COUNT';

/** What a meter counts. It never changes: another definition is another meter. */
export type MeterDefinition = {
  eventName: string;
  aggregation: Aggregation;
  /** Null for COUNT only. */
  valueProperty: string | null;
  filter: EventFilter | null;
  groupBy: string[];
  /** Usage is the aggregate divided by this. Null means 1. */
  unitSize: Decimal | null;
};

/** What people call a meter. */
export type MeterLabels = {
  key?: string | undefined;
  name?: string | null | undefined;
  description?: string | null | undefined;
  unit?: string | null | undefined;
};

const keyPattern = /^[A-Za-z0-9_.-]{1,64}$/;
const groupByMax = 5;
const descriptionMax = 2000;

/** Everything wrong with a new meter, or with a definition that is only previewed; nothing if it may be created. */
export function meterIssues(meter: MeterDefinition & MeterLabels): InputIssue[] {
  return [...labelIssues(meter), ...definitionIssues(meter)];
}

/** Everything wrong with what people call a meter. What is absent or null is not checked. */
export function labelIssues(labels: MeterLabels): InputIssue[] {
  const issues: InputIssue[] = [];
  const { key, name, description, unit } = labels;
  if (key !== undefined && !keyPattern.test(key)) {
    issues.push({ path: ['key'], message: 'A key has 1 to 64 letters (A-Z, a-z), digits, "_", "." or "-".' });
  }
  if (typeof name === 'string') issues.push(...textIssues('name', name));
  if (typeof unit === 'string') issues.push(...textIssues('unit', unit));
  if (typeof description === 'string') {
    const problem =
      description.length > descriptionMax
        ? `must have at most ${descriptionMax} characters`
        : storageProblem(description);
    if (problem !== null) issues.push({ path: ['description'], message: `The text ${problem}.` });
  }
  return issues;
}

function definitionIssues(definition: MeterDefinition): InputIssue[] {
  const { eventName, aggregation, valueProperty, filter, groupBy, unitSize } = definition;
  const issues = textIssues('eventName', eventName);
  if (valueProperty !== null && aggregation === 'COUNT') {
    issues.push({ path: ['valueProperty'], message: 'COUNT counts events and takes no valueProperty.' });
  } else if (valueProperty === null && aggregation !== 'COUNT') {
    issues.push({ path: ['valueProperty'], message: `${aggregation} needs the property that holds the value.` });
  } else if (valueProperty !== null) {
    issues.push(...textIssues('valueProperty', valueProperty));
  }
  if (filter !== null) {
    issues.push(...filterIssues(filter).map(({ path, message }) => ({ path: ['filter', ...path], message })));
  }
  if (groupBy.length > groupByMax) {
    issues.push({ path: ['groupBy'], message: `A meter has at most ${groupByMax} grouping properties.` });
  } else {
    groupBy.forEach((property, index) => {
      const problem = groupBy.indexOf(property) < index ? 'is named twice' : textProblem(property);
      if (problem !== null) issues.push({ path: ['groupBy', String(index)], message: `The property ${problem}.` });
    });
  }
  if (unitSize !== null && !(unitSize.isFinite() && unitSize.greaterThan(0))) {
    issues.push({ path: ['unitSize'], message: 'The size of a unit must be greater than 0.' });
  }
  return issues;
}

function textIssues(field: string, text: string): InputIssue[] {
  const problem = textProblem(text);
  return problem === null ? [] : [{ path: [field], message: `The text ${problem}.` }];
}
