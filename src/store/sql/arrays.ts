/**
 * An array parameter of values that PostgreSQL reads without quotes: UUIDs, numbers, instants. The driver looks through
 * every element for what it has to escape, which for small flushes is a tenth of their time.
 *
 * Where nothing is in it, it is empty: `unnest` of several arrays fills up the shorter ones with NULL.
 */
export function plainArray(values: readonly (string | number | null)[]): string {
  let text = '';
  let isEmpty = true;
  for (const value of values) {
    if (value !== null) isEmpty = false;
    text += text === '' ? (value ?? 'NULL') : `,${value ?? 'NULL'}`;
  }
  return isEmpty ? '{}' : `{${text}}`;
}

/** An array parameter of any texts; as empty as `plainArray` where nothing is in it. */
export function textArray(values: readonly (string | null)[]): readonly (string | null)[] {
  return values.every((value) => value === null) ? [] : values;
}
