import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import { formatId, type IdPrefix, parseId } from '../id.ts';
import type { Instant } from '../time/instant.ts';

/** What a workspace signs, each kind for an audience of its own: else one could be taken for another. */
export type TokenKind = {
  readonly audience: string;
  /** What its subject is. */
  readonly subject: IdPrefix;
  readonly secondsMax: number;
};

export type TokenClaims = { readonly workspaceId: string; readonly subjectId: string };

const issuer = 'misura';
const microsecondsPerSecond = 1_000_000n;

/** A JWT with the workspace's signature. Expiry is to the second, rounded down. */
export async function signToken(
  kind: TokenKind,
  token: TokenClaims & { readonly issuedAt: Instant; readonly expiresAt: Instant },
  workspaceSecret: Buffer,
): Promise<string> {
  return await new SignJWT({ wks: formatId('wks', token.workspaceId) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(kind.audience)
    .setSubject(formatId(kind.subject, token.subjectId))
    .setIssuedAt(secondsOf(token.issuedAt))
    .setExpirationTime(secondsOf(token.expiresAt))
    .sign(workspaceSecret);
}

/** Whether a credential has the form of a JWT. API keys never have dots. */
export function looksLikeToken(credential: string): boolean {
  return credential.split('.').length === 3 && credential.startsWith('ey');
}

/** Whom a token claims to speak for, to know whose secret must have signed it. Null if it does not say so. Proves nothing. */
export function claimsOf(kind: TokenKind, credential: string): TokenClaims | null {
  try {
    const { sub, wks } = decodeJwt(credential);
    const workspaceId = typeof wks === 'string' ? parseId('wks', wks) : null;
    const subjectId = typeof sub === 'string' ? parseId(kind.subject, sub) : null;
    return workspaceId === null || subjectId === null ? null : { workspaceId, subjectId };
  } catch {
    return null;
  }
}

/**
 * When the token expires, if this workspace signed it as one of its kind and it has not expired; otherwise which of the two
 * is wrong.
 *
 * The algorithm is pinned: a token that says `none`, or anything but HS256, is no token.
 */
export async function verifyToken(
  kind: TokenKind,
  credential: string,
  workspaceSecret: Buffer,
  now: Instant,
): Promise<{ expiresAt: Instant } | 'EXPIRED' | 'INVALID'> {
  try {
    const { payload } = await jwtVerify(credential, workspaceSecret, {
      algorithms: ['HS256'],
      issuer,
      audience: kind.audience,
      requiredClaims: ['sub', 'wks', 'iat', 'exp'],
      currentDate: new Date(Number(now / 1000n)),
    });
    const { iat, exp } = payload as { iat: number; exp: number };
    if (exp - iat > kind.secondsMax) return 'INVALID';
    return { expiresAt: BigInt(exp) * microsecondsPerSecond };
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'EXPIRED' : 'INVALID';
  }
}

function secondsOf(instant: Instant): number {
  return Number(instant / microsecondsPerSecond);
}
