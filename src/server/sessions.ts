import { parseCookie, stringifySetCookie } from 'cookie';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { sessionSeconds } from '../core/keys/session.ts';
import { type AppContext, type Context, requestIdOf } from '../graphql/context.ts';
import { presentError } from '../graphql/present-error.ts';
import type { Callers } from './callers.ts';
import { isFromElsewhere, isSameOrigin, isSecure } from './origin.ts';
import { keepFacts } from './requests.ts';

const cookieName = 'misura_session';
// A key has at most 200 characters.
const bodyBytesMax = 1_024;

/**
 * The session that a request to the API was sent with. Only one that changes nothing by being followed, as a link is, and
 * that a page of this server has sent itself: a browser adds the cookie to whatever is sent here.
 */
export function sessionOf(request: Request): string | null {
  const cookies = request.method === 'POST' ? request.headers.get('cookie') : null;
  if (cookies === null || !isSameOrigin(request)) return null;
  return parseCookie(cookies)[cookieName] ?? null;
}

type Reply = { status: number; message?: string; headers?: Record<string, string> };

/** Answers /session: POST with a key signs a browser in, DELETE signs it out. */
export function useSessions(app: AppContext, callers: Callers, refused: (code: string) => void): Plugin<Context> {
  const { log } = app.deps;

  async function signIn(request: Request, requestId: string): Promise<Reply> {
    const secret = await keyOf(request);
    if (typeof secret !== 'string') return secret;
    // Whoever knocks has no credential yet, so all who do are one caller.
    const leave = callers.enter({ kind: 'anonymous', reason: '' });
    try {
      const session = await app.authenticator.openSession(secret);
      if ('reason' in session) {
        refused('UNAUTHENTICATED');
        return { status: 401, message: session.reason };
      }
      log.info({ requestId, keyId: session.keyId }, 'a browser signed in with a key');
      return { status: 204, headers: { 'set-cookie': cookie(request, session.token, sessionSeconds) } };
    } finally {
      leave();
    }
  }

  async function replyTo(request: Request, requestId: string): Promise<Reply> {
    if (isFromElsewhere(request)) return { status: 403, message: 'Only a page of this server signs in or out.' };
    if (request.method === 'DELETE') return { status: 204, headers: { 'set-cookie': cookie(request, '', 0) } };
    if (request.method === 'POST') return await signIn(request, requestId);
    return { status: 405, message: 'POST signs in, DELETE signs out.', headers: { allow: 'POST, DELETE' } };
  }

  return {
    async onRequest({ request, url, endResponse, fetchAPI }) {
      if (url.pathname !== '/session' || request.method === 'OPTIONS') return;
      const { requestId } = keepFacts(request, requestIdOf(app, request));
      let reply: Reply;
      try {
        reply = await replyTo(request, requestId);
      } catch (error) {
        const shown = error instanceof GraphQLError ? error : presentError(error, requestId, log);
        refused(String(shown.extensions.code));
        reply = failure(shown);
      }
      const { status, message, headers } = reply;
      const body = message === undefined ? null : JSON.stringify({ message });
      const type = body === null ? {} : { 'content-type': 'application/json; charset=utf-8' };
      endResponse(
        new fetchAPI.Response(body, { status, headers: { ...type, 'cache-control': 'no-store', ...headers } }),
      );
    },
  };
}

function cookie(request: Request, value: string, maxAge: number): string {
  const secure = isSecure(request);
  return stringifySetCookie({ name: cookieName, value, maxAge, path: '/', httpOnly: true, sameSite: 'strict', secure });
}

/** The key in a request's body, or what is wrong with that. */
async function keyOf(request: Request): Promise<string | Reply> {
  // A form of somewhere else could not say this of itself.
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    return { status: 415, message: 'Send JSON, as `Content-Type: application/json`.' };
  }
  const text = await shortText(request);
  if (text === null) return { status: 413, message: `This has at most ${bodyBytesMax} bytes.` };
  try {
    const { key } = JSON.parse(text) as { key?: unknown };
    if (typeof key === 'string') return key;
  } catch {
    // Said below.
  }
  return { status: 400, message: 'Send {"key": "msr_…"}.' };
}

/** Null: it is too long, and was not read to its end. */
async function shortText(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytesMax) return null;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.byteLength;
    if (bytes > bodyBytesMax) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function failure({ message, extensions }: GraphQLError): Reply {
  const { http } = extensions as { http?: { status: number; headers?: Record<string, string> } };
  return { status: http?.status ?? 500, message, ...(http?.headers === undefined ? {} : { headers: http.headers }) };
}
