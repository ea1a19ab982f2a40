import type { Scope } from '../core/keys/secret.ts';
import type { Instant } from '../core/time/instant.ts';

/** A backend of a workspace, with one of its secret keys, or a browser that has signed in with one. */
export type KeyPrincipal = {
  readonly kind: 'key';
  readonly workspaceId: string;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  /** When the browser has to sign in again; null for the key itself. */
  readonly sessionEndsAt: Instant | null;
};

/** Somebody who may read and watch one customer, with a token that a backend made for them. */
export type CustomerPrincipal = {
  readonly kind: 'customer';
  readonly workspaceId: string;
  readonly customerId: string;
  readonly expiresAt: Instant;
};

/** Nobody we know. `reason` says what to do about it, and nothing about what exists. */
export type Anonymous = { readonly kind: 'anonymous'; readonly reason: string };

export type Principal = KeyPrincipal | CustomerPrincipal | Anonymous;

export function hasScope(principal: Principal, scope: Scope): boolean {
  return principal.kind === 'key' && (principal.scopes.includes(scope) || principal.scopes.includes('ADMIN'));
}

/** Whose data a request may see: a workspace's, or within it only one customer's. */
export type Sight = { readonly workspaceId: string; readonly customerId: string | null };

/** Throws for nobody we know: every field that asks must have required a scope before. */
export function sightOf(principal: Principal): Sight {
  switch (principal.kind) {
    case 'key':
      return { workspaceId: principal.workspaceId, customerId: null };
    case 'customer':
      return { workspaceId: principal.workspaceId, customerId: principal.customerId };
    case 'anonymous':
      throw new Error('A field that reads a workspace was reached without a credential.');
  }
}
