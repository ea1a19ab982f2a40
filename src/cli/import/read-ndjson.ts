import type { JsonValue } from '../../core/json.ts';
import { parseExact } from './exact.ts';
import type { Row, Rows } from './row.ts';

// An event has at most 16 KiB of properties. What is longer has lost its line ends, and would fill the memory.
const lineLengthMax = 1024 * 1024;

/** A JSON object a line. Empty lines are no rows. */
export function readNdjson(bytes: AsyncIterable<Uint8Array>): Rows {
  return { header: null, rows: parsed(bytes) };
}

async function* parsed(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  let index = 0;
  let line = 0;
  for await (const text of lines(bytes)) {
    line++;
    if (text.trim() !== '') yield { index: index++, line, ...readLine(text) };
  }
}

function readLine(text: string) {
  if (text.length > lineLengthMax) return { problem: `the line has more than ${lineLengthMax} characters` };
  try {
    const value: JsonValue = parseExact(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { columns: value };
    return { problem: 'the line is not a JSON object' };
  } catch (error) {
    return { problem: `the line is not JSON: ${(error as Error).message}` };
  }
}

/** Of a line that is too long, no more than shows that it is. */
async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n');
    pieces[0] = rest + pieces[0];
    rest = (pieces.pop() as string).slice(0, lineLengthMax + 1);
    yield* pieces;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
