import { Decimal, decimalOfNumber, formatDecimal, parseDecimal } from '../decimal.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { compileFilter } from './filter.ts';
import type { MeterDefinition } from './meter.ts';
import { readProperty } from './property.ts';

/** What one event adds to a meter. */
export type Measurement = {
  /** The value property's exact value. Null for COUNT and UNIQUE_COUNT, which have none. */
  value: Decimal | null;
  /** UNIQUE_COUNT only: two events with the same text have the same value. */
  valueText: string | null;
  /**
   * In the order of the meter's groupBy. A property that is missing, or not a scalar, is in the group of null. An event
   * that names the subscription which pays for it has that as one more value: its usage is kept by itself, so that it
   * can be billed to that one.
   */
  groupValues: JsonValue[];
};

/** FILTERED and OTHER_NAME are the meter's wish; the other two are worth a warning. */
export type NotCounted = 'OTHER_NAME' | 'FILTERED' | 'VALUE_MISSING' | 'VALUE_NOT_NUMERIC';

/** `subscriptionId` decides about the group alone. What does not keep groups may leave it out. */
export type MeasurableEvent = { name: string; properties: JsonObject; subscriptionId?: string | null };

export type Measure = (event: MeasurableEvent) => Measurement | NotCounted;

/**
 * The meter's definition as a function of one event, to be made once and used for many.
 *
 * JSON numbers and texts that are plain decimals of up to 38 digits have a value; null counts as missing. UNIQUE_COUNT
 * counts any scalar: a number and its plain decimal text are one value (1 and "1"; "1.0" and "007" are values of their
 * own), true and "true" are two. Null, objects and arrays cannot be counted.
 */
export function compileMeter(definition: MeterDefinition): Measure {
  const { eventName, aggregation, groupBy } = definition;
  const valueProperty = aggregation === 'COUNT' ? null : definition.valueProperty;
  const passes = definition.filter === null ? null : compileFilter(definition.filter);
  const readValue = aggregation === 'UNIQUE_COUNT' ? uniqueText : exactValue;

  return ({ name, properties, subscriptionId }) => {
    if (name !== eventName) return 'OTHER_NAME';
    if (passes !== null && !passes(properties)) return 'FILTERED';
    const read = valueProperty === null ? nothing : readValue(readProperty(properties, valueProperty));
    if (typeof read === 'string') return read;
    const groupValues =
      groupBy.length === 0 ? noGroups : groupBy.map((path) => groupValue(readProperty(properties, path)));
    const named =
      subscriptionId === undefined || subscriptionId === null ? groupValues : [...groupValues, subscriptionId];
    return { value: read.value, valueText: read.valueText, groupValues: named };
  };
}

const noGroups: JsonValue[] = [];

type Reading = { value: Decimal | null; valueText: string | null };

const nothing: Reading = { value: null, valueText: null };

function exactValue(property: JsonValue | undefined): Reading | NotCounted {
  if (property === undefined || property === null) return 'VALUE_MISSING';
  let value: Decimal | null = null;
  if (typeof property === 'number') value = decimalOfNumber(property);
  else if (typeof property === 'string') value = parseDecimal(property);
  return value === null ? 'VALUE_NOT_NUMERIC' : { value, valueText: null };
}

function uniqueText(property: JsonValue | undefined): Reading | NotCounted {
  switch (typeof property) {
    case 'undefined':
      return 'VALUE_MISSING';
    case 'string':
      return { value: null, valueText: property };
    case 'number':
      return { value: null, valueText: formatDecimal(new Decimal(property)) };
    case 'boolean':
      // No event's text contains NUL, so a boolean never meets its own spelling.
      return { value: null, valueText: `\u0000${property}` };
    default:
      return 'VALUE_NOT_NUMERIC';
  }
}

function groupValue(property: JsonValue | undefined): JsonValue {
  return property === undefined || typeof property === 'object' ? null : property;
}
