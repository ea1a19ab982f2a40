import type { StreamFollower } from '../metering/follow-stream.ts';
import { createSseParser, type ServerEvent } from '../sse.ts';
import type { MeteredCall } from './call.ts';
import { field, textField } from './fields.ts';
import { parsed } from './model-request.ts';
import { tokenUsage } from './token-usage.ts';

/** How an answer is read on its way to who asked: its pieces, and its end. */
export type AnswerReader = Pick<StreamFollower<Uint8Array>, 'onPiece' | 'onDone'>;

/** An answer in one piece of JSON. */
export function readWhole(call: MeteredCall): AnswerReader {
  const note = noteOf(call);
  const decoder = new TextDecoder();
  let text = '';
  return {
    onPiece(piece) {
      text += decoder.decode(piece, { stream: true });
      return [piece];
    },
    onDone() {
      const answer = parsed(text);
      note(answer);
      const end = endOf(answer);
      if (end !== null) call.end(end);
      return [];
    },
  };
}

/**
 * An answer in server-sent events. If `hidesUsage`, the part that has nothing but the usage is kept from who asked, because
 * they did not ask for it.
 */
export function readParts(call: MeteredCall, hidesUsage: boolean): AnswerReader {
  const note = noteOf(call);
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  const parser = createSseParser();

  function take(text: string): Uint8Array[] {
    return parser.push(text).flatMap((event) => {
      const part = parsed(event.data);
      note(part);
      const end = event.data.startsWith('[DONE]') ? 'completed' : endOf(part);
      if (end !== null) call.end(end);
      return hidesUsage ? withoutUsage(event, part).map((kept) => encoder.encode(textOf(kept))) : [];
    });
  }

  return {
    onPiece(piece) {
      const parts = take(decoder.decode(piece, { stream: true }));
      return hidesUsage ? parts : [piece];
    },
    onDone() {
      // One that nothing comes after.
      const parts = take('\n\n');
      return hidesUsage ? parts : [];
    },
  };
}

/** Notes what an answer, or a part of one, says of the model and of the usage so far. */
function noteOf(call: MeteredCall): (part: unknown) => void {
  // Cumulative, and not all of it in every part: the latest of each counts.
  let usage: Record<string, unknown> = {};
  return (part) => {
    // At the top in completions, one below in responses and in the first part of a message.
    for (const at of [part, field(part, 'response'), field(part, 'message')]) {
      call.answeredBy(textField(at, 'model'));
      const said = field(at, 'usage');
      if (typeof said !== 'object' || said === null) continue;
      usage = { ...usage, ...Object.fromEntries(Object.entries(said).filter(([, count]) => count !== null)) };
      call.used(tokenUsage(usage));
    }
  };
}

/** Of an answer, or of a part that is the last one, whatever the connection does afterwards. */
function endOf(part: unknown): 'completed' | 'failed' | null {
  const type = textField(part, 'type');
  if (type === 'error' || type === 'response.failed' || field(part, 'error') !== null) return 'failed';
  const isLast = type === 'message_stop' || type === 'response.completed' || type === 'response.incomplete';
  return isLast ? 'completed' : null;
}

/** Without the part that is nothing but usage, and the `usage: null` that all others have then. */
function withoutUsage(event: ServerEvent, part: Readonly<Record<string, unknown>> | null): ServerEvent[] {
  if (part === null || !('usage' in part)) return [event];
  if (part.usage === null) return [{ ...event, data: JSON.stringify({ ...part, usage: undefined }) }];
  return Array.isArray(part.choices) && part.choices.length === 0 ? [] : [event];
}

function textOf({ event, data }: ServerEvent): string {
  const name = event === 'message' ? '' : `event: ${event}\n`;
  return `${name}${data.replaceAll(/^/gm, 'data: ')}\n\n`;
}
