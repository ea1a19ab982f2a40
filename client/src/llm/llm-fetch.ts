import { followStream } from '../metering/follow-stream.ts';
import { readParts, readWhole } from './answer.ts';
import { createCalls, type MeteredCall } from './call.ts';
import { type AnyFetch, bodyWithUsage, callOf, refusesUsage } from './model-request.ts';
import type { LlmMeterOptions } from './options.ts';

/**
 * A `fetch` for anything that asks models over HTTP as OpenAI or Anthropic do: `new OpenAI({ fetch: llmFetch(…) })`. What is
 * no call to a model passes as it is.
 *
 * One event for each answer that is read to its end, or given up: then with the usage that was known by then. None for a
 * call that fails before there is an answer. Streams of completions tell their usage only if they are asked to
 * (`stream_options.include_usage`): they are, and who asked does not see that part. A server that refuses the option is asked again
 * without it, and from then on.
 */
export function llmFetch({
  fetch: send = (input, init) => globalThis.fetch(input, init),
  ...options
}: LlmMeterOptions & {
  /** Instead of the global one. */
  readonly fetch?: AnyFetch;
}): AnyFetch {
  const startCall = createCalls(options);
  const refusing = new Set<string>();
  return async (input, init) => {
    const asked = callOf(input, init);
    if (asked === null) return await send(input, init);
    const call = startCall(asked);
    const body = refusing.has(asked.provider) ? null : bodyWithUsage(asked);
    if (body === null) return followAnswer(await send(input, init), call, init?.signal, false);
    const response = await send(input, { ...init, body });
    if (!(await refusesUsage(response))) return followAnswer(response, call, init?.signal, true);
    refusing.add(asked.provider);
    return followAnswer(await send(input, init), call, init?.signal, false);
  };
}

/** The same response, whose body is seen as it is read. */
function followAnswer(
  response: Response,
  call: MeteredCall,
  signal: AbortSignal | null | undefined,
  hidesUsage: boolean,
): Response {
  const { ok, body, status, statusText, headers, url } = response;
  if (!ok || body === null) return response;
  if (typeof body.getReader !== 'function' || body.locked) {
    call.lose('The body of the answer is no ReadableStream, or somebody reads it, so the tokens in it cannot be seen.');
    return response;
  }
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true;
  const reader = isStream ? readParts(call, hidesUsage) : readWhole(call);
  // Who gives up a stream may never look at it again.
  const onAbort = () => call.end('aborted');
  signal?.addEventListener('abort', onAbort, { once: true });
  const followed = followStream(body, {
    ...reader,
    onEnd(how) {
      signal?.removeEventListener('abort', onAbort);
      call.end(signal?.aborted === true ? 'aborted' : how);
    },
  });
  const seen = new Response(followed, { status, statusText, headers });
  // A response that is made has none.
  return Object.defineProperty(seen, 'url', { value: url });
}
