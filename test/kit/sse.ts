export type ServerSentEvent = { readonly event: string; readonly data: string };

/** The events of a text/event-stream body, as a browser reads them. `return()` cancels the request, also while waiting. */
export function sseEvents(body: ReadableStream<Uint8Array>): AsyncIterableIterator<ServerSentEvent> {
  const reader = body.getReader();
  const events = parse(reader);
  return {
    next: () => events.next(),
    async return() {
      // A generator that waits does not hear `return()`; what it waits for does.
      await reader.cancel();
      return await events.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* parse(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<ServerSentEvent, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => splitAtColon(line)));
      const event = fields.get('event');
      if (event !== undefined) yield { event, data: fields.get('data') ?? '' };
    }
  }
}

function splitAtColon(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
