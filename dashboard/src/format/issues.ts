/** One thing that is wrong with an input, as the API says it. */
export type Issue = { readonly path: readonly string[]; readonly message: string };

export type FieldErrors = {
  /** By the field's name in the form. */
  readonly fields: Record<string, string[]>;
  /** What belongs to no field that is there. */
  readonly rest: string[];
};

/**
 * Puts each issue to its field. A field is named for its place in the input, `charges.0.usage.name`, and also gets what
 * is deeper than any field: an issue at `charges.0.usage.pricing.perUnit` goes to `charges.0.usage` if that is one.
 */
export function issuesByField(issues: readonly Issue[], names: readonly string[]): FieldErrors {
  const fields: Record<string, string[]> = {};
  const rest: string[] = [];
  for (const { path, message } of issues) {
    const name = nearestName(path[0] === 'input' ? path.slice(1) : path, names);
    if (name === null) rest.push(path.length === 0 ? message : `${path.join('.')}: ${message}`);
    else {
      fields[name] ??= [];
      fields[name].push(message);
    }
  }
  return { fields, rest };
}

function nearestName(path: readonly string[], names: readonly string[]): string | null {
  for (let length = path.length; length > 0; length--) {
    const name = path.slice(0, length).join('.');
    if (names.includes(name)) return name;
  }
  return null;
}
