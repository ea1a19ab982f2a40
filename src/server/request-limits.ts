import { parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { refusal } from '../graphql/refusals.ts';

// Room for 10,000 events of some 3 KB each. A request with 16 KiB of properties in each has to be split.
const bodyBytesMax = 32 * 1024 * 1024;

// Events belong into variables, which this does not count. A document of 20,000 tokens is one that a person has not read.
const tokensMax = 20_000;

/** Refuses a body of more than 32 MiB before it is in memory, and a document too long to be worth parsing. */
export function useRequestLimits(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI }) {
      const declared = request.headers.get('content-length');
      if (declared !== null) {
        // Node reads no more of a body than was declared, so this is all there is to check.
        if (Number(declared) > bodyBytesMax) throw bodyTooLarge();
        return;
      }
      const { body } = request;
      if (requestParser === undefined || body === null) return;
      // Sent in chunks, of unknown length. Slower, which is why it is not done for every request.
      setRequestParser((original) => {
        const init = {
          method: original.method,
          headers: original.headers,
          body: limited(body),
          duplex: 'half' as const,
        };
        return requestParser(new fetchAPI.Request(original.url, init as RequestInit));
      });
    },
    onParse({ setParseFn }) {
      setParseFn((source: string, options: object) => {
        try {
          return parse(source, { ...options, maxTokens: tokensMax });
        } catch (error) {
          if (error instanceof Error && error.message.includes('Parsing aborted')) {
            throw refusal('QUERY_TOO_LARGE', `A document has at most ${tokensMax} tokens. Put values into variables.`);
          }
          throw error;
        }
      });
    },
  };
}

function limited(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let bytes = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > bodyBytesMax) controller.error(bodyTooLarge());
        else controller.enqueue(chunk);
      },
    }),
  );
}

function bodyTooLarge() {
  const error = refusal('QUERY_TOO_LARGE', 'A request has at most 32 MiB. Send fewer events at once.');
  error.extensions.http = { status: 413 };
  return error;
}
