import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import { formatId, parseId } from '../id.ts';
import type { Instant } from '../time/instant.ts';

/** A customer token is good for a day at most: it goes to browsers, and cannot be revoked one by one. */
export const tokenSecondsMax = 86_400;

const issuer = 'misura';
const audience = 'misura:customer';
const microsecondsPerSecond = 1_000_000n;

export type CustomerToken = { readonly workspaceId: string; readonly customerId: string; readonly expiresAt: Instant };

/** A JWT that lets its bearer read and watch one customer until it expires. Expiry is to the second, rounded down. */
export async function signCustomerToken(
  token: CustomerToken & { readonly issuedAt: Instant },
  workspaceSecret: Buffer,
): Promise<string> {
  return await new SignJWT({ wks: formatId('wks', token.workspaceId) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(formatId('cus', token.customerId))
    .setIssuedAt(secondsOf(token.issuedAt))
    .setExpirationTime(secondsOf(token.expiresAt))
    .sign(workspaceSecret);
}

/** Whether a bearer credential has the form of a JWT. API keys never have dots. */
export function looksLikeToken(credential: string): boolean {
  return credential.split('.').length === 3 && credential.startsWith('ey');
}

/** Whom a token claims to speak for, to know whose secret must have signed it. Null if it does not say so. Proves nothing. */
export function claimedCustomer(credential: string): { workspaceId: string; customerId: string } | null {
  try {
    const { sub, wks } = decodeJwt(credential);
    const workspaceId = typeof wks === 'string' ? parseId('wks', wks) : null;
    const customerId = typeof sub === 'string' ? parseId('cus', sub) : null;
    return workspaceId === null || customerId === null ? null : { workspaceId, customerId };
  } catch {
    return null;
  }
}

/**
 * When the token expires, if this workspace signed it and it has not expired; otherwise which of the two is wrong.
 *
 * The algorithm is pinned: a token that says `none`, or anything but HS256, is no token.
 */
export async function verifyCustomerToken(
  credential: string,
  workspaceSecret: Buffer,
  now: Instant,
): Promise<{ expiresAt: Instant } | 'EXPIRED' | 'INVALID'> {
  try {
    const { payload } = await jwtVerify(credential, workspaceSecret, {
      algorithms: ['HS256'],
      issuer,
      audience,
      requiredClaims: ['sub', 'wks', 'iat', 'exp'],
      currentDate: new Date(Number(now / 1000n)),
    });
    const { iat, exp } = payload as { iat: number; exp: number };
    if (exp - iat > tokenSecondsMax) return 'INVALID';
    return { expiresAt: BigInt(exp) * microsecondsPerSecond };
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'EXPIRED' : 'INVALID';
  }
}

function secondsOf(instant: Instant): number {
  return Number(instant / microsecondsPerSecond);
}
