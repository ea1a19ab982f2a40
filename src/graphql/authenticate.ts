import { customerToken } from '../core/keys/customer-token.ts';
import { sessionSeconds, sessionToken } from '../core/keys/session.ts';
import { claimsOf, looksLikeToken, signToken, verifyToken } from '../core/keys/workspace-token.ts';
import type { Instant } from '../core/time/instant.ts';
import { findTokenHolder } from '../store/customers.ts';
import type { Database } from '../store/database.ts';
import type { LiveKey } from '../store/keys.ts';
import { createKeyCache } from './key-cache.ts';
import type { Anonymous, KeyPrincipal, Principal } from './principal.ts';

const noCredential: Anonymous = {
  kind: 'anonymous',
  reason: 'Send an API key or a customer token: `Authorization: Bearer …`.',
};
// One answer for a secret that never was, one that was revoked and one that is another installation's.
const badKey: Anonymous = { kind: 'anonymous', reason: 'This API key is not valid: unknown, or revoked.' };
const badToken: Anonymous = { kind: 'anonymous', reason: 'This customer token is not valid.' };
const expiredToken: Anonymous = { kind: 'anonymous', reason: 'This customer token has expired.' };
const badSession: Anonymous = { kind: 'anonymous', reason: 'This session is not valid any more. Sign in again.' };
const expiredSession: Anonymous = { kind: 'anonymous', reason: 'This session has expired. Sign in again.' };

/** A browser that has signed in: what its cookie holds, and for which key. */
export type Session = { readonly token: string; readonly keyId: string };

export type Authenticator = {
  /** Who sends an `Authorization` header, or without one the session of a cookie. Never throws for a bad one. */
  authenticate(header: string | null, session?: string | null): Promise<Principal>;
  /** A session for who has this secret; or why there is none. */
  openSession(secret: string): Promise<Session | Anonymous>;
  /** From now on a key just revoked here is looked up again. */
  forgetKeys(): void;
};

export function createAuthenticator(deps: {
  readonly database: Database;
  readonly clock: { now(): Instant };
}): Authenticator {
  const keys = createKeyCache(deps.database);

  async function authenticateKey(secret: string): Promise<Principal> {
    const key = await keys.bySecret(secret);
    return key === null ? badKey : principalOf(key, null);
  }

  async function authenticateToken(token: string): Promise<Principal> {
    const claims = claimsOf(customerToken, token);
    if (claims === null) return badToken;
    const { workspaceId, subjectId: customerId } = claims;
    const holder = await findTokenHolder(deps.database, { workspaceId, customerId });
    if (holder === null) return badToken;
    const verified = await verifyToken(customerToken, token, holder.tokenSecret, deps.clock.now());
    if (verified === 'EXPIRED') return expiredToken;
    if (verified === 'INVALID') return badToken;
    return { kind: 'customer', workspaceId, customerId, expiresAt: verified.expiresAt };
  }

  async function authenticateSession(token: string): Promise<Principal> {
    const claims = claimsOf(sessionToken, token);
    const key = claims === null ? null : await keys.byId(claims.workspaceId, claims.subjectId);
    if (key === null) return badSession;
    const verified = await verifyToken(sessionToken, token, key.tokenSecret, deps.clock.now());
    if (verified === 'EXPIRED') return expiredSession;
    return verified === 'INVALID' ? badSession : principalOf(key, verified.expiresAt);
  }

  return {
    async authenticate(header, session = null) {
      if (header === null && session !== null) return await authenticateSession(session);
      const credential = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
      if (credential === undefined) return noCredential;
      return looksLikeToken(credential) ? await authenticateToken(credential) : await authenticateKey(credential);
    },
    async openSession(secret) {
      const key = await keys.bySecret(secret);
      if (key === null) return badKey;
      const issuedAt = deps.clock.now();
      const expiresAt = issuedAt + BigInt(sessionSeconds) * 1_000_000n;
      const claims = { workspaceId: key.workspaceId, subjectId: key.id };
      return {
        token: await signToken(sessionToken, { ...claims, issuedAt, expiresAt }, key.tokenSecret),
        keyId: key.id,
      };
    },
    forgetKeys: keys.forget,
  };
}

function principalOf({ id, workspaceId, scopes }: LiveKey, sessionEndsAt: Instant | null): KeyPrincipal {
  return { kind: 'key', workspaceId, keyId: id, scopes, sessionEndsAt };
}
