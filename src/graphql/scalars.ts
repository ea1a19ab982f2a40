import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { type Decimal, decimalOfNumber, formatDecimal, parseDecimal } from '../core/decimal.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { formatInstant, parseInstant } from '../core/time/instant.ts';
import { isTimeZone } from '../core/time/window.ts';
import { builder } from './builder.ts';

builder.scalarType('DateTime', {
  description:
    'An instant as RFC 3339 text. Any offset is taken (`2026-03-01T09:30:00+01:00`); answers are in UTC (`2026-03-01T08:30:00Z`). Microseconds are kept, finer digits are cut off.',
  serialize: (value) => formatInstant(value as bigint),
  parseValue: (value) => {
    const instant = typeof value === 'string' ? parseInstant(value) : null;
    if (instant === null) throw bad(value, 'an RFC 3339 date and time with an offset, like 2026-03-01T09:30:00Z');
    return instant;
  },
});

builder.scalarType('Decimal', {
  description:
    'An exact decimal number as text: an optional minus sign, digits, and an optional fraction (`"1234.5"`), at most 38 digits. Never rounded to binary. As input a JSON number is taken too if it is an integer of at most 2^53 - 1.',
  serialize: (value) => (typeof value === 'bigint' ? value.toString() : formatDecimal(value as Decimal)),
  parseValue: (value) => {
    const decimal =
      typeof value === 'string'
        ? parseDecimal(value)
        : typeof value === 'number' && Number.isSafeInteger(value)
          ? decimalOfNumber(value)
          : null;
    if (decimal === null) throw bad(value, 'a decimal as a string of at most 38 digits, or an integer within 2^53 - 1');
    return decimal;
  },
  parseLiteral: (node) => {
    const decimal = node.kind === Kind.STRING || node.kind === Kind.INT ? parseDecimal(node.value) : null;
    if (decimal === null)
      throw new GraphQLError('Expected a decimal as a string of at most 38 digits.', { nodes: node });
    return decimal;
  },
});

builder.scalarType('JSON', {
  description: 'Any JSON value: an object, a list, a string, a number, true, false or null.',
  serialize: (value) => value as JsonValue,
  parseValue: (value) => value as JsonValue,
  parseLiteral: (node, variables) => jsonOf(node, variables),
});

builder.scalarType('JSONObject', {
  description: 'A JSON object.',
  serialize: (value) => value as JsonObject,
  parseValue: (value) => {
    if (!isObject(value)) throw bad(value, 'a JSON object');
    return value;
  },
  parseLiteral: (node, variables) => {
    const value = jsonOf(node, variables);
    if (!isObject(value)) throw new GraphQLError('Expected a JSON object.', { nodes: node });
    return value;
  },
});

builder.scalarType('TimeZone', {
  description:
    'The name of a time zone in the IANA database, like `Europe/Rome`. It brings that place’s changes of clock.',
  serialize: (value) => String(value),
  parseValue: (value) => {
    if (typeof value !== 'string' || !isTimeZone(value)) throw bad(value, 'an IANA time zone like Europe/Rome');
    return value;
  },
});

function bad(value: unknown, expected: string): GraphQLError {
  // Never the whole of it: it may be megabytes.
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : `a value of type ${typeof value}`;
  return new GraphQLError(`Expected ${expected}; got ${shown}.`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A literal in the document as the value it would be in the variables. */
function jsonOf(node: ValueNode, variables: Record<string, unknown> | null | undefined): JsonValue {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.ENUM:
      return node.value;
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((value) => jsonOf(value, variables));
    case Kind.OBJECT:
      return objectOf(node.fields.map((field) => [field.name.value, jsonOf(field.value, variables)]));
    case Kind.VARIABLE:
      return (variables?.[node.name.value] ?? null) as JsonValue;
  }
}

/** Not by assignment: a key called `__proto__` is a key like any other, as it is for JSON.parse. */
function objectOf(entries: [string, JsonValue][]): JsonObject {
  return Object.fromEntries(entries);
}
