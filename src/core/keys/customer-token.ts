import type { TokenKind } from './workspace-token.ts';

/** A customer token is good for a day at most: it goes to browsers, and cannot be revoked one by one. */
export const tokenSecondsMax = 86_400;

/** Lets its bearer read and watch one customer until it expires. */
export const customerToken: TokenKind = { audience: 'misura:customer', subject: 'cus', secondsMax: tokenSecondsMax };
