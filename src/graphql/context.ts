import type { Deps } from '../actions/deps.ts';
import type { EventCandidate } from '../core/events/event.ts';
import type { Hub } from '../live/hub.ts';
import type { Authenticator } from './authenticate.ts';
import type { Principal } from './principal.ts';

/** What lives as long as the server. */
export type AppContext = { readonly deps: Deps; readonly hub: Hub; readonly authenticator: Authenticator };

/** What a resolver gets: one per request, and in a live field one per message. */
export type Context = AppContext & {
  readonly principal: Principal;
  readonly requestId: string;
  /** The events of a request that records, when they did not have to go through GraphQL's coercion. */
  readonly directEvents?: readonly EventCandidate[];
};

// Not one of our secrets, which somebody has put into the wrong header: it would stand in the log.
const requestIdPattern = /^(?!msr_|eyJ)[A-Za-z0-9._-]{1,64}$/;

/** Who asks has been found out at the door, once per request; what they may do is decided field by field. */
export function createContext(app: AppContext, principal: Principal, requestId: string): Context {
  return { ...app, principal, requestId };
}

/** Loaders keep what they loaded for as long as their context. A live field would show the same state for ever. */
export function contextOfMessage(context: Context): Context {
  return { ...context };
}

/** The caller's own request id when it is fit for a log line, else a new one. */
export function requestIdOf(app: AppContext, request: Request): string {
  const given = request.headers.get('x-request-id');
  return given !== null && requestIdPattern.test(given) ? given : app.deps.ids.uuid();
}
