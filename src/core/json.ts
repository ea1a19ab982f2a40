/** A value as JSON.parse gives it. Never undefined, never NaN or infinite. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export type JsonObject = { [key: string]: JsonValue };
