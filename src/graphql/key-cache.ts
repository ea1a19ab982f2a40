import { hashSecret } from '../core/keys/secret.ts';
import type { Database } from '../store/database.ts';
import { findLiveKey, findLiveKeyById, type LiveKey } from '../store/keys.ts';

// So long may a key that was revoked on another instance still be taken here. Saves a statement per request.
const cacheMs = 1_000;
const cachedKeysMax = 10_000;

/** Keys that are good, found at most once a second each. Null for what is no key, or is revoked. */
export type KeyCache = {
  bySecret(secret: string): Promise<LiveKey | null>;
  byId(workspaceId: string, id: string): Promise<LiveKey | null>;
  forget(): void;
};

export function createKeyCache(database: Database): KeyCache {
  const cache = new Map<string, { readonly key: LiveKey; readonly until: number }>();
  // A look-up that was under way when a key was revoked must not bring the key back.
  let generation = 0;

  async function remembered(name: string, find: () => Promise<LiveKey | null>): Promise<LiveKey | null> {
    const cached = cache.get(name);
    if (cached !== undefined && cached.until > performance.now()) return cached.key;
    const generationBefore = generation;
    const key = await find();
    if (key === null) {
      cache.delete(name);
      return null;
    }
    if (cache.size >= cachedKeysMax) cache.clear();
    if (generation === generationBefore) cache.set(name, { key, until: performance.now() + cacheMs });
    return key;
  }

  return {
    async bySecret(secret) {
      const hash = hashSecret(secret);
      return await remembered(hash.toString('base64'), () => findLiveKey(database, hash));
    },
    async byId(workspaceId, id) {
      return await remembered(`${workspaceId} ${id}`, () => findLiveKeyById(database, workspaceId, id));
    },
    forget() {
      generation++;
      cache.clear();
    },
  };
}
