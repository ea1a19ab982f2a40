import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareText, storageProblem, textProblem } from '../../src/core/text.ts';

describe('textProblem', () => {
  test.each(['a', ' ', 'è', '日本', 'x'.repeat(255), '😀'.repeat(255), 'a\u00a0b', '\u2028'])('%j is fine', (text) => {
    expect(textProblem(text)).toBeNull();
  });

  test.each([
    ['', 'empty'],
    ['x'.repeat(256), 'at most 255'],
    ['😀'.repeat(256), 'at most 255'],
    ['x'.repeat(100_000), 'at most 255'],
    ['a\nb', 'control'],
    ['a\u0000', 'control'],
    ['\u007f', 'control'],
    ['\u0085', 'control'],
    ['a\ud83d', 'surrogate'],
    ['\ude00a', 'surrogate'],
  ])('%j is not', (text, reason) => {
    expect(textProblem(text)).toContain(reason);
  });
});

test('PostgreSQL stores line breaks, but neither NUL nor half a surrogate pair', () => {
  expect(storageProblem('a\nb 😀')).toBeNull();
  expect(storageProblem('a\u0000b')).toContain('NUL');
  expect(storageProblem('\udc00')).toContain('surrogate');
});

describe('compareText', () => {
  test('a character beyond the basic plane comes after all of the basic plane', () => {
    expect('\u{1f600}' < '\uff5e').toBe(true);
    expect(compareText('\u{1f600}', '\uff5e')).toBeGreaterThan(0);
    expect(compareText('a\uff5e', 'a\u{1f600}')).toBeLessThan(0);
    expect(compareText('\ud7ff', '\u{10000}')).toBeLessThan(0);
  });

  test('it is the order of the UTF-8 bytes', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}', '\u{1f601}'),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 500 },
    );
  });
});
