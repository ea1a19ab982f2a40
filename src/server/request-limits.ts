import { type ExecutionArgs, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requireShallowInputs } from '../graphql/recursive-inputs.ts';
import { refusal } from '../graphql/refusals.ts';
import { parseWithinLimits, validateWithinLimits } from './document-limits.ts';

// Room for 10,000 events of some 3 KB each. A request with 16 KiB of properties in each has to be split.
export const bodyBytesMax = 32 * 1024 * 1024;

/**
 * Refuses a body of more than 32 MiB before it is in memory, and documents and variables that would cost too much to check.
 * `take` is told of the bytes of a body whose length nobody has said, before they are kept, and throws if there is no room
 * for them.
 */
export function useRequestLimits(take: (request: Request, bytes: number) => void): Plugin {
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
          body: limited(body, (bytes) => take(original, bytes)),
          duplex: 'half' as const,
        };
        return requestParser(new fetchAPI.Request(original.url, init as RequestInit));
      });
    },
    onParse({ setParseFn }) {
      setParseFn(parseWithinLimits);
    },
    onValidate({ setValidationFn }) {
      setValidationFn(validateWithinLimits);
    },
    onExecute({ args }) {
      requireShallow(args);
    },
    onSubscribe({ args }) {
      requireShallow(args);
    },
  };
}

function requireShallow({ schema, document, operationName, variableValues }: ExecutionArgs): void {
  const operation = getOperationAST(document, operationName);
  if (operation != null && variableValues != null) requireShallowInputs(schema, operation, variableValues);
}

function limited(body: ReadableStream<Uint8Array>, take: (bytes: number) => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) {
        controller.close();
        return;
      }
      bytes += value.byteLength;
      try {
        if (bytes > bodyBytesMax) throw bodyTooLarge();
        take(value.byteLength);
        controller.enqueue(value);
      } catch (error) {
        controller.error(error);
        void drain(reader);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** To cut the connection of somebody who is still sending would often lose the answer on its way to them. */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  let bytes = 0;
  try {
    while (bytes <= bodyBytesMax) {
      const { value, done } = await reader.read();
      if (done) return;
      bytes += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // Whoever sent it has gone.
  }
}

function bodyTooLarge() {
  const error = refusal('QUERY_TOO_LARGE', 'A request has at most 32 MiB. Send fewer events at once.');
  error.extensions.http = { status: 413 };
  return error;
}
