import { describe, expect, test } from 'vitest';
import { uuidv7 } from '../../client/src/uuid.ts';

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('uuidv7', () => {
  test('has the version, the variant and the instant of RFC 9562', () => {
    const now = Date.UTC(2030, 0, 2, 3, 4, 5, 678);
    const id = uuidv7(now);
    expect(id).toMatch(shape);
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now);
  });

  test('sorts in the order of making, within a millisecond and with a clock that is set back', () => {
    const now = Date.UTC(2031, 0, 1);
    const instants = Array.from({ length: 20_000 }, (_, i) => (i % 3 === 0 ? now - 60_000 : now));
    const ids = instants.map((ms) => uuidv7(ms));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => shape.test(id))).toBe(true);
  });
});
