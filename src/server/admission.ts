import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type AppContext, type Context, requestIdOf } from '../graphql/context.ts';
import type { Principal } from '../graphql/principal.ts';
import { passingRefusal, refusal } from '../graphql/refusals.ts';
import type { BodyMemory } from './body-memory.ts';
import type { Callers } from './callers.ts';
import { callerOf, type Limits } from './limits.ts';
import { bodyBytesMax } from './request-limits.ts';
import { factsOf, keepFacts, type RequestFacts } from './requests.ts';
import { sessionOf } from './sessions.ts';

export type Door = { readonly callers: Callers; readonly bodies: BodyMemory; readonly limits: Limits };

// Enough for any question about the schema, which is all that is answered without a credential.
const anonymousBodyBytesMax = 64 * 1024;
// Of a thousand who come at once, each may have to be looked up. Ten thousand with invented keys are a flood.
const lookUpsMax = 5_000;

/**
 * Decides at the door who comes in, from the header alone: who it is, whether that one has too much under way, and whether
 * there is memory for the body. Whoever is refused here has cost no more than that.
 */
export function useAdmission(app: AppContext, door: Door, refused: (code: string) => void): Plugin<Context> {
  let lookUps = 0;

  async function admit(request: Request, facts: RequestFacts): Promise<void> {
    if (lookUps >= lookUpsMax) throw passingRefusal('OVERLOADED', 'Too many are being let in at this moment.', 1);
    lookUps += 1;
    try {
      facts.principal = await app.authenticator.authenticate(request.headers.get('authorization'), sessionOf(request));
    } catch (error) {
      facts.failure = { error };
      return;
    } finally {
      lookUps -= 1;
    }
    facts.leave = door.callers.enter(facts.principal);
    facts.leaves.push(() => facts.leave());
    takeBody(request, facts, facts.principal);
  }

  function takeBody(request: Request, facts: RequestFacts, principal: Principal): void {
    const declared = Number(request.headers.get('content-length') ?? 0);
    if (principal.kind === 'anonymous' && declared > anonymousBodyBytesMax) {
      const error = refusal('UNAUTHENTICATED', principal.reason);
      error.extensions.http = { status: 401 };
      throw error;
    }
    // What is larger than any request may be is refused for that, a little later.
    if (declared > 0 && declared <= bodyBytesMax) takeBytes(door, facts, declared);
  }

  return {
    async onRequest({ request, url, endResponse, fetchAPI, serverContext }) {
      if (request.method !== 'POST' && request.method !== 'GET') return;
      if (url.pathname !== '/graphql') return;
      const facts = keepFacts(request, requestIdOf(app, request));
      try {
        await admit(request, facts);
      } catch (error) {
        leaveAll(facts);
        if (!(error instanceof GraphQLError)) throw error;
        refused(String(error.extensions.code));
        endResponse(refusedAtTheDoor(error, request, fetchAPI));
        return;
      }
      const { res } = (serverContext ?? {}) as { res?: ServerResponse };
      if (res === undefined) return;
      if (res.closed) leaveAll(facts);
      else res.once('close', () => leaveAll(facts));
    },
    onResponse({ request, serverContext }) {
      const facts = factsOf(request);
      // Over a socket the answer is still to be sent, and what it was made of is kept until then.
      if (facts !== undefined && !('res' in (serverContext ?? {}))) leaveAll(facts);
    },
  };
}

/** Takes memory for so many bytes of a request's body, until its answer has been sent. Throws OVERLOADED. */
export function takeBytes(door: Door, facts: RequestFacts, bytes: number): void {
  const caller = facts.principal === null ? 'unknown' : callerOf(facts.principal, door.limits).name;
  door.bodies.take(caller, bytes);
  facts.leaves.push(() => door.bodies.give(caller, bytes));
}

/** A request that becomes a live stream is counted as one from now on, until the returned function is called. */
export function openStream({ callers }: Door, request: Request, principal: Principal): () => void {
  // Is about to be refused for that.
  if (principal.kind === 'anonymous') return () => {};
  const close = callers.openStream(principal);
  factsOf(request)?.leave();
  return close;
}

function leaveAll(facts: RequestFacts): void {
  for (const leave of facts.leaves.splice(0)) leave();
}

function refusedAtTheDoor(
  { message, extensions }: GraphQLError,
  request: Request,
  { Response }: { Response: typeof globalThis.Response },
): Response {
  const { http, ...shown } = extensions as { http?: { status: number; headers?: Record<string, string> } };
  const wanted = 'application/graphql-response+json';
  const type = request.headers.get('accept')?.includes(wanted) ? wanted : 'application/json';
  return new Response(JSON.stringify({ errors: [{ message, extensions: shown }] }), {
    status: http?.status ?? 200,
    headers: { 'content-type': `${type}; charset=utf-8`, ...http?.headers },
  });
}
