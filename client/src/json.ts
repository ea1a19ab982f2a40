export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** `undefined` is allowed because JSON leaves such a key out, which is what somebody who writes it means. */
export type JsonObject = { readonly [key: string]: JsonValue | undefined };

/**
 * The JSON text of a request. Throws a TypeError for NaN and the infinities: JSON would quietly make them `null`, and a
 * quantity would be lost without anybody knowing.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, refuseInexact);
}

/** What would be sent for `value` now, whatever happens to it afterwards. Throws like `jsonText`. */
export function jsonCopy<TValue>(value: TValue): TValue {
  return JSON.parse(jsonText(value)) as TValue;
}

function refuseInexact(key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new TypeError(`${key} is ${value}, which JSON cannot say.`);
}
