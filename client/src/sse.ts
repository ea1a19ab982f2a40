export type ServerEvent = { readonly event: string; readonly data: string };

export type SseParser = {
  /** The events that this piece of the stream completes. Pieces may be cut anywhere, between CR and LF too. */
  push(text: string): ServerEvent[];
};

/** Reads `text/event-stream` as the HTML standard says, except that an event without data is an event too. */
export function createSseParser(): SseParser {
  let rest = '';
  // A CR ends a line at once. If the next piece starts with LF, that is the other half of the same line end.
  let skipLineFeed = false;
  let event = '';
  let data: string[] = [];

  function takeLine(line: string, events: ServerEvent[]): void {
    if (line === '') {
      if (event !== '' || data.length > 0)
        events.push({ event: event === '' ? 'message' : event, data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    // A comment: how servers keep a silent connection open.
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }

  return {
    push(text) {
      const events: ServerEvent[] = [];
      let piece = text;
      if (skipLineFeed && piece !== '') {
        if (piece.startsWith('\n')) piece = piece.slice(1);
        skipLineFeed = false;
      }
      if (piece.endsWith('\r')) skipLineFeed = true;
      const lines = (rest + piece).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) takeLine(line, events);
      return events;
    },
  };
}
