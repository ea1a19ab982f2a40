/** What Yoga's cache of documents asks of its memory. */
export type DocumentCache<Value> = {
  get(text: string): Value | undefined;
  set(text: string, value: Value): unknown;
};

// A parsed document takes up to 300 bytes for each of its characters: together these are 150 MB at the very most. Documents
// of programs have some 1,000 characters, so 500 of them are kept.
const charactersMax = 500_000;

// Longer than any that a program sends again and again.
const documentCharactersMax = 20_000;

/**
 * Keeps what was used last, as much as fits. Yoga's own cache counts documents, and 1,024 of those that are as long as a
 * request may be are many gigabytes: enough for anybody without a key to end the server.
 */
export function createDocumentCache<Value>(): DocumentCache<Value> {
  // A Map goes through its keys in the order of their insertion: the first one was not used for longest.
  const kept = new Map<string, Value>();
  let characters = 0;

  function forget(text: string): void {
    if (kept.delete(text)) characters -= text.length;
  }

  return {
    get(text) {
      const value = kept.get(text);
      if (value === undefined) return undefined;
      kept.delete(text);
      kept.set(text, value);
      return value;
    },
    set(text, value) {
      if (text.length > documentCharactersMax) return;
      forget(text);
      kept.set(text, value);
      characters += text.length;
      for (const oldest of kept.keys()) {
        if (characters <= charactersMax) return;
        forget(oldest);
      }
    },
  };
}
