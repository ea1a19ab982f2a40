import type { TokenKind } from './workspace-token.ts';

/** A working day: whoever is at the dashboard for longer signs in again. */
export const sessionSeconds = 12 * 3_600;

/** Stands for an API key in a browser, as long as that key is good. The key's secret is not in it. */
export const sessionToken: TokenKind = { audience: 'misura:session', subject: 'key', secondsMax: sessionSeconds };
