import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSseParser, type ServerEvent } from '../../client/src/sse.ts';

function parse(...pieces: string[]): ServerEvent[] {
  const parser = createSseParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

describe('the parser of server-sent events', () => {
  test('reads what Yoga and graphql-sse write', () => {
    expect(parse(':\n\nevent: next\ndata: {"a":1}\n\n:\n\nevent: complete\ndata:\n\n')).toEqual([
      { event: 'next', data: '{"a":1}' },
      { event: 'complete', data: '' },
    ]);
  });

  test('takes an event without data, which some servers end with', () => {
    expect(parse('event: complete\n\n')).toEqual([{ event: 'complete', data: '' }]);
  });

  test('joins several lines of data and leaves out what it does not know', () => {
    expect(parse('id: 7\nretry: 10\nfoo\ndata: a\ndata:b\ndata\n\n')).toEqual([{ event: 'message', data: 'a\nb\n' }]);
  });

  test('gives nothing before the event is complete', () => {
    expect(parse('event: next\ndata: 1\n')).toEqual([]);
  });

  test('gives the same events wherever the stream is cut and whatever ends its lines', () => {
    const event = fc.record({
      event: fc.constantFrom('next', 'complete'),
      data: fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
    });
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    const cuts = fc.array(fc.nat(400), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), lineEnd, cuts, (events, end, places) => {
        const text = events
          .map(({ event, data }) => `: ping${end}event: ${event}${end}data: ${data}${end}${end}`)
          .join('');
        const bounds = [0, ...places.map((at) => at % (text.length + 1)).toSorted((a, b) => a - b), text.length];
        const pieces = bounds.slice(1).map((to, i) => text.slice(bounds[i], to));
        expect(parse(...pieces)).toEqual(events);
      }),
    );
  });
});
