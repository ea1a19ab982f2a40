import type { JsonValue } from '../../core/json.ts';

const plainNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;
const stringOrLongNumber = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.]{15,}(?:[eE][+-]?[0-9]+)?/g;
const longNumber = /[0-9][0-9.]{15}/;

/**
 * A cell of a CSV as JSON: a number where the JSON number means exactly what is written, else the text, which meters
 * count to the last digit. `007`, `1e3` and 30 digits are texts.
 */
export function cellValue(cell: string): string | number {
  if (!plainNumber.test(cell)) return cell;
  const shortest = cell.includes('.') ? cell.replace(/\.?0+$/, '') : cell;
  const number = Number(shortest);
  const exact = String(number) === shortest && (Number.isSafeInteger(number) || !Number.isInteger(number));
  return exact ? number : cell;
}

/**
 * JSON.parse, but for numbers with more digits than a double is sure to keep: they become texts of these digits. Throws
 * SyntaxError.
 */
export function parseExact(json: string): JsonValue {
  if (!longNumber.test(json)) return JSON.parse(json) as JsonValue;
  const quoted = json.replaceAll(stringOrLongNumber, (token) => (token.startsWith('"') ? token : quotedIfLong(token)));
  return JSON.parse(quoted) as JsonValue;
}

function quotedIfLong(number: string): string {
  // With an exponent it would be a text that no meter takes for a number.
  return /[eE]/.test(number) || cellValue(number) !== number ? number : `"${number}"`;
}
