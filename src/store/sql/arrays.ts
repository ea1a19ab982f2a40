/**
 * An array parameter of values that PostgreSQL reads without quotes: UUIDs, numbers, instants. The driver looks through
 * every element for what it has to escape and adds them up one by one: of what a flush that draws credits allocated, a fifth
 * was that.
 *
 * Where nothing is in it, it is empty: `unnest` of several arrays fills up the shorter ones with NULL.
 */
export function plainArray(values: readonly (string | number | boolean | null)[]): string {
  if (areNone(values)) return '{}';
  const texts = values.includes(null) ? values.map((value) => value ?? 'NULL') : values;
  return `{${texts.join(',')}}`;
}

/** An array parameter of JSON texts; as empty as `plainArray` where nothing is in it. */
export function jsonArray(values: readonly (string | null)[]): string {
  // Quoted twice, JSON has nothing that PostgreSQL would read otherwise: its control characters are escaped already.
  return areNone(values) ? '{}' : quoted(values);
}

/** An array parameter of any texts; as empty as `plainArray` where nothing is in it. */
export function textArray(values: readonly (string | null)[]): string | readonly (string | null)[] {
  if (areNone(values)) return '{}';
  const text = quoted(values);
  if (!text.includes('\\')) return text;
  // JSON writes these as \\n or \\u0001, which PostgreSQL would take for an n or a u: they are left to the driver.
  return values.some((value) => value !== null && escapedByName.test(value)) ? values : text;
}

const escapedByName = /\p{Cc}|\p{Cs}/u;

/** JSON and PostgreSQL put the same before a quote and a backslash, and neither cares how NULL is spelled. */
function quoted(values: readonly (string | null)[]): string {
  return `{${JSON.stringify(values).slice(1, -1)}}`;
}

function areNone(values: readonly unknown[]): boolean {
  return values.every((value) => value === null);
}
