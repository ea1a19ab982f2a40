export type TokenFacts = { readonly token: string; readonly customerId: string; readonly expiresAtMs: number };

/** What a customer token says of itself: whom it is for, and until when. Proves nothing: that is the server's. Null if it is none. */
export function tokenFacts(token: string): TokenFacts | null {
  const [, payload, , ...more] = token.trim().split('.');
  if (payload === undefined || more.length > 0) return null;
  try {
    const { sub, exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Record<string, unknown>;
    if (typeof sub !== 'string' || !sub.startsWith('cus_') || typeof exp !== 'number') return null;
    return { token: token.trim(), customerId: sub, expiresAtMs: exp * 1_000 };
  } catch {
    return null;
  }
}

/** The token of a whole link, of the part behind its `#`, or alone. */
export function tokenOf(text: string): string {
  return /#?token=([^&\s]+)/.exec(text)?.[1] ?? text.trim();
}
