import { claimedCustomer, looksLikeToken, verifyCustomerToken } from '../core/keys/customer-token.ts';
import { hashSecret } from '../core/keys/secret.ts';
import { findTokenHolder } from '../store/customers.ts';
import type { Database } from '../store/database.ts';
import { findLiveKey } from '../store/keys.ts';
import type { Anonymous, KeyPrincipal, Principal } from './principal.ts';

// So long may a key that was revoked on another instance still be taken here. Saves a statement per request.
const cacheMs = 1_000;
const cachedKeysMax = 10_000;

const noCredential: Anonymous = {
  kind: 'anonymous',
  reason: 'Send an API key or a customer token: `Authorization: Bearer …`.',
};
// One answer for a secret that never was, one that was revoked and one that is another installation's.
const badKey: Anonymous = { kind: 'anonymous', reason: 'This API key is not valid: unknown, or revoked.' };
const badToken: Anonymous = { kind: 'anonymous', reason: 'This customer token is not valid.' };
const expiredToken: Anonymous = { kind: 'anonymous', reason: 'This customer token has expired.' };

export type Authenticator = {
  /** Who sends an `Authorization` header. Never throws for a bad one. */
  authenticate(header: string | null): Promise<Principal>;
  /** From now on a key just revoked here is looked up again. */
  forgetKeys(): void;
};

export function createAuthenticator(deps: {
  readonly database: Database;
  readonly clock: { now(): bigint };
}): Authenticator {
  const cache = new Map<string, { readonly principal: KeyPrincipal; readonly until: number }>();
  // A look-up that was under way when a key was revoked must not bring the key back.
  let generation = 0;

  async function authenticateKey(secret: string): Promise<Principal> {
    const hash = hashSecret(secret);
    const cacheKey = hash.toString('base64');
    const cached = cache.get(cacheKey);
    if (cached !== undefined && cached.until > performance.now()) return cached.principal;
    const generationBefore = generation;
    const key = await findLiveKey(deps.database, hash);
    if (key === null) {
      cache.delete(cacheKey);
      return badKey;
    }
    const principal: KeyPrincipal = {
      kind: 'key',
      workspaceId: key.workspaceId,
      keyId: key.id,
      scopes: key.scopes,
    };
    if (cache.size >= cachedKeysMax) cache.clear();
    if (generation === generationBefore) cache.set(cacheKey, { principal, until: performance.now() + cacheMs });
    return principal;
  }

  async function authenticateToken(token: string): Promise<Principal> {
    const claimed = claimedCustomer(token);
    const holder = claimed === null ? null : await findTokenHolder(deps.database, claimed);
    if (claimed === null || holder === null) return badToken;
    const verified = await verifyCustomerToken(token, holder.tokenSecret, deps.clock.now());
    if (verified === 'EXPIRED') return expiredToken;
    if (verified === 'INVALID') return badToken;
    return { kind: 'customer', ...claimed, expiresAt: verified.expiresAt };
  }

  return {
    async authenticate(header) {
      const credential = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
      if (credential === undefined) return noCredential;
      return looksLikeToken(credential) ? await authenticateToken(credential) : await authenticateKey(credential);
    },
    forgetKeys() {
      generation++;
      cache.clear();
    },
  };
}
