import { followStream } from '../metering/follow-stream.ts';
import type { RequestOutcome } from './options.ts';

/**
 * Calls `onEnd` once, when `response` has ended as far as can be known without touching it: for an event stream when it
 * was read or given up, for any other at once. Gives the response to send in its place.
 */
export function onceAnswered(
  response: Response,
  signal: AbortSignal,
  onEnd: (outcome: RequestOutcome) => void,
): Response {
  const { body, status, statusText, headers } = response;
  // It never has a length, so it loses nothing.
  const isEventStream = headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isEventStream && body !== null && !body.locked)
    return new Response(followStream(body, { onEnd }), { status, statusText, headers });
  onEnd(signal.aborted ? 'aborted' : 'completed');
  return response;
}
