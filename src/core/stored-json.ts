import { Decimal } from './decimal.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** Readers of JSON that we stored ourselves. Each throws TypeError for what we never write: it would be a bug. */
export function decimalOf(json: JsonValue | undefined): Decimal {
  return new Decimal(textOf(json));
}

export function textOf(json: JsonValue | undefined): string {
  if (typeof json === 'string') return json;
  throw unexpected(json);
}

/** A count, which is never a quantity: those are text. */
export function countOf(json: JsonValue | undefined): number {
  if (typeof json === 'number' && Number.isSafeInteger(json)) return json;
  throw unexpected(json);
}

export function flagOf(json: JsonValue | undefined): boolean {
  if (typeof json === 'boolean') return json;
  throw unexpected(json);
}

export function listOf(json: JsonValue | undefined): JsonValue[] {
  if (Array.isArray(json)) return json;
  throw unexpected(json);
}

export function objectOf(json: JsonValue | undefined): JsonObject {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw unexpected(json);
}

export function unexpected(json: JsonValue | undefined): TypeError {
  return new TypeError(`Stored JSON cannot have ${JSON.stringify(json)} here.`);
}
