import type { JsonObject, JsonValue } from '../json.ts';
import { storageProblem } from '../text.ts';
import type { Rejection } from './event.ts';

const depthMax = 8;
const bytesMax = 16 * 1024;

/**
 * The properties as JSON text, or why they cannot be kept.
 *
 * At most 16 KiB of UTF-8 and 8 levels of objects and arrays, of which the properties themselves are the first. Every
 * number must be one that arrived as it was sent, and every text one that PostgreSQL can store.
 */
export function propertiesText(properties: JsonObject): { text: string } | Rejection {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    return { code: 'PROPERTIES_INVALID', message: 'Properties must be a JSON object.' };
  }
  // Before JSON.stringify, which would overflow the stack on deep values and write null for infinite numbers.
  const rejection = objectProblem(properties, 1, null);
  if (rejection !== null) return rejection;
  const text = JSON.stringify(properties);
  // No code unit takes more than three bytes, so most texts need no counting.
  if (text.length * 3 > bytesMax) {
    const bytes = Buffer.byteLength(text);
    if (bytes > bytesMax) {
      return {
        code: 'PROPERTIES_TOO_LARGE',
        message: `Properties may have ${bytesMax} bytes of JSON, these have ${bytes}.`,
      };
    }
  }
  // NUL and lone surrogates are always written as \u…, so a text without that needs no second look.
  if (text.includes('\\u')) return textRejection(properties, null) ?? { text };
  return { text };
}

/** Where a value is, from the inside out. Kept as a chain so that nothing is built for values that are fine. */
type Place = { parent: Place; key: string } | null;

function objectProblem(object: JsonObject, depth: number, place: Place): Rejection | null {
  if (depth > depthMax) return tooDeep(place);
  for (const key in object) {
    const value = object[key];
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) continue;
    if (typeof value === 'number' && Number.isSafeInteger(value)) continue;
    const rejection = valueProblem(value, depth, { parent: place, key });
    if (rejection !== null) return rejection;
  }
  return null;
}

function valueProblem(value: JsonValue | undefined, depth: number, place: Place): Rejection | null {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return null;
    case 'number':
      return numberProblem(value, place);
    case 'object':
      if (value === null) return null;
      return Array.isArray(value) ? arrayProblem(value, depth + 1, place) : objectProblem(value, depth + 1, place);
    default:
      return { code: 'PROPERTIES_INVALID', message: `${at(place)} is not a JSON value.` };
  }
}

function arrayProblem(array: JsonValue[], depth: number, place: Place): Rejection | null {
  if (depth > depthMax) return tooDeep(place);
  for (let index = 0; index < array.length; index++) {
    const rejection = valueProblem(array[index], depth, { parent: place, key: String(index) });
    if (rejection !== null) return rejection;
  }
  return null;
}

function numberProblem(value: number, place: Place): Rejection | null {
  if (!Number.isFinite(value)) {
    return { code: 'PROPERTIES_INVALID', message: `${at(place)} is not a finite number, which JSON cannot hold.` };
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return {
      code: 'NUMBER_NOT_EXACT',
      message: `${at(place)} is an integer beyond 9007199254740991 and may have been changed on its way. Send it as text.`,
    };
  }
  return null;
}

function textRejection(value: JsonValue, place: Place): Rejection | null {
  if (typeof value === 'string') {
    const problem = storageProblem(value);
    return problem === null ? null : { code: 'PROPERTIES_INVALID', message: `${at(place)} ${problem}.` };
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const problem = storageProblem(key);
    if (problem !== null) return { code: 'PROPERTIES_INVALID', message: `A key of ${at(place)} ${problem}.` };
    const rejection = textRejection(inner, { parent: place, key });
    if (rejection !== null) return rejection;
  }
  return null;
}

function tooDeep(place: Place): Rejection {
  return { code: 'PROPERTIES_TOO_DEEP', message: `${at(place)} is nested more than ${depthMax} levels deep.` };
}

function at(place: Place): string {
  const path: string[] = [];
  for (let step = place; step !== null; step = step.parent) path.unshift(step.key);
  return `properties${path.map((key) => `.${key}`).join('')}`;
}
