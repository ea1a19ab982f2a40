import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonArray, plainArray, textArray } from '../../src/store/sql/arrays.ts';
import { createTestDatabase, type TestDatabase } from '../kit/database.ts';

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** What PostgreSQL reads out of an array parameter. */
async function read(type: string, parameter: unknown): Promise<unknown[]> {
  const { rows } = await testDatabase.database.pool.query<{ value: unknown }>(
    `SELECT value FROM unnest($1::${type}[]) AS n (value)`,
    [parameter],
  );
  return rows.map(({ value }) => value);
}

const oneOf = (...texts: string[]) => fc.constantFrom(...texts);
// NUL and halves of surrogate pairs are no text to PostgreSQL; whatever is stored has been looked at for them.
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }).map((any) => any.replaceAll(/\0|\p{Cs}/gu, '')),
      oneOf('"', '\\', '{', '}', ',', 'null', 'NULL', ' ', '\n', '\t', '\u0001', '\u007f', '\u0085', '\\n', '\\u0041'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const texts = fc.array(fc.option(text), { minLength: 1, maxLength: 20 });
const objects = fc.array(fc.dictionary(text, fc.array(text)), { maxLength: 5 });

test('any texts arrive as they are, and nothing as NULL', async () => {
  const any = fc.asyncProperty(texts, async (values) => {
    expect(await read('text', textArray(values))).toEqual(values.every((value) => value === null) ? [] : values);
  });
  await fc.assert(any, { numRuns: 200 });
});

test('any JSON arrives as it is', async () => {
  const any = fc.asyncProperty(objects, async (values) => {
    expect(await read('jsonb', jsonArray(values.map((value) => JSON.stringify(value))))).toEqual(values);
  });
  await fc.assert(any, { numRuns: 200 });
});

test('numbers, booleans and UUIDs arrive as they are', async () => {
  const uuid = '0190c0de-0000-7000-8000-00000000000a';
  expect(await read('integer', plainArray([1, null, -3]))).toEqual([1, null, -3]);
  expect(await read('boolean', plainArray([true, false, null]))).toEqual([true, false, null]);
  expect(await read('numeric', plainArray(['1e-12', '-0.5']))).toEqual(['0.000000000001', '-0.5']);
  expect(await read('uuid', plainArray([null, uuid]))).toEqual([null, uuid]);
});

test.each([
  ['plain', plainArray],
  ['text', textArray],
  ['JSON', jsonArray],
])('a column of which nothing is there is sent as empty: %s', (_, arrayOf) => {
  expect(arrayOf([])).toBe('{}');
  expect(arrayOf([null, null])).toBe('{}');
});
