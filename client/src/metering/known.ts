/** Without what is null: an event leaves out what is not known, and a meter then says that it has no value. */
export function known<TValue>(facts: Readonly<Record<string, TValue | null>>): Record<string, TValue> {
  return Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, TValue] => entry[1] !== null));
}
