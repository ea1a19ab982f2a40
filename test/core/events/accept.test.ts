import { describe, expect, test } from 'vitest';
import { acceptEvent, sameContent } from '../../../src/core/events/accept.ts';
import type { AcceptedEvent, EventCandidate } from '../../../src/core/events/event.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';

const now = 1_700_000_000_000_000n;
const minute = 60_000_000n;

const candidate = (given: Partial<EventCandidate> = {}): EventCandidate => ({
  id: 'e1',
  name: 'llm.request',
  customer: 'c00',
  timestamp: null,
  properties: null,
  subscription: null,
  ...given,
});

const outcome = (given: Partial<EventCandidate>) => {
  const result = acceptEvent(candidate(given), now);
  return 'code' in result ? result.code : 'ACCEPTED';
};

function accepted(given: Partial<EventCandidate>): AcceptedEvent {
  const result = acceptEvent(candidate(given), now);
  if ('code' in result) throw new Error(`${result.code}: ${result.message}`);
  return result;
}

/** As a request brings them: own __proto__ keys and all. */
const json = (text: string): JsonObject => JSON.parse(text);

const nested = (levels: number): JsonObject => (levels === 1 ? {} : { inner: nested(levels - 1) });
const nestedLists = (levels: number): JsonValue => (levels === 1 ? [] : [nestedLists(levels - 1)]);

describe('id, name and customer', () => {
  const fields = [
    ['id', 'EVENT_ID_INVALID'],
    ['name', 'NAME_INVALID'],
    ['customer', 'CUSTOMER_INVALID'],
  ] as const;
  const fine = ['a', 'A b/c', 'x'.repeat(255), '😀'.repeat(255), 'Città', '🇮🇹'];
  const bad = [
    '',
    'x'.repeat(256),
    '😀'.repeat(256),
    'a\nb',
    'a\tb',
    'a\u0000',
    '\u007f',
    '\u009f',
    '\ud800',
    'a\udfffb',
  ];

  test.each(fields)('%s: text of 1 to 255 characters without control characters, else %s', (field, code) => {
    for (const text of fine) expect([text, outcome({ [field]: text })]).toEqual([text, 'ACCEPTED']);
    for (const text of bad) expect([text, outcome({ [field]: text })]).toEqual([text, code]);
  });
});

describe('timestamp', () => {
  test('absent, it is the clock', () => {
    expect(accepted({})).toMatchObject({ occurredAt: now, timestampGiven: false });
  });

  test('given, it is kept to the microsecond', () => {
    expect(accepted({ timestamp: 123_456_789n })).toMatchObject({ occurredAt: 123_456_789n, timestampGiven: true });
  });

  test('any past instant is taken, and 5 minutes ahead, but not a microsecond more', () => {
    expect(outcome({ timestamp: -62_135_596_800_000_000n })).toBe('ACCEPTED');
    expect(outcome({ timestamp: now + 5n * minute })).toBe('ACCEPTED');
    expect(outcome({ timestamp: now + 5n * minute + 1n })).toBe('TIMESTAMP_IN_FUTURE');
  });
});

describe('subscription', () => {
  test('is the UUID of a public id, and null for none', () => {
    const subscription = 'sub_01h455vb4pex5vsknk084sn02q';
    expect(accepted({ subscription }).subscriptionId).toBe('01890a5d-ac96-774b-bcce-b302099a8057');
    expect(accepted({}).subscriptionId).toBeNull();
  });

  test.each(['', 'sub_1', 'cus_01h455vb4pex5vsknk084sn02q', 'sub_01H455VB4PEX5VSKNK084SN02Q', 'sub_\u0000'])(
    '%j can be none',
    (subscription) => {
      expect(outcome({ subscription })).toBe('SUBSCRIPTION_NOT_FOUND');
    },
  );

  test('is not part of the content', () => {
    const stored = { name: 'llm.request', occurredAt: now, properties: {} };
    expect(sameContent(accepted({ subscription: 'sub_01h455vb4pex5vsknk084sn02q' }), stored)).toBe(true);
  });
});

describe('properties', () => {
  test('absent, they are an empty object', () => {
    expect(accepted({})).toMatchObject({ properties: {}, propertiesText: '{}' });
  });

  test('are sent on as the JSON they came as', () => {
    const text = '{"b":1,"a":[true,null,{"x":"è 😀\\n"}],"10":0.1}';
    expect(JSON.parse(accepted({ properties: json(text) }).propertiesText)).toEqual(JSON.parse(text));
  });

  test('__proto__ and constructor are ordinary keys', () => {
    const text = '{"__proto__":{"__proto__":1},"constructor":2,"toJSON":3}';
    expect(accepted({ properties: json(text) }).propertiesText).toBe(text);
    expect(outcome({ properties: json('{"__proto__":{"a":9007199254740993}}') })).toBe('NUMBER_NOT_EXACT');
  });

  test('may have 16 KiB of UTF-8, and not a byte more', () => {
    const overhead = '{"abc":""}'.length;
    expect(outcome({ properties: { abc: 'x'.repeat(16_384 - overhead) } })).toBe('ACCEPTED');
    expect(outcome({ properties: { abc: 'x'.repeat(16_385 - overhead) } })).toBe('PROPERTIES_TOO_LARGE');
    const euros = '€'.repeat((16_384 - overhead) / 3);
    expect(Buffer.byteLength(euros)).toBe(16_384 - overhead);
    expect(outcome({ properties: { abc: euros } })).toBe('ACCEPTED');
    expect(outcome({ properties: { abc: `${euros}x` } })).toBe('PROPERTIES_TOO_LARGE');
  });

  test('may have 8 levels of objects and lists', () => {
    expect(outcome({ properties: nested(8) })).toBe('ACCEPTED');
    expect(outcome({ properties: nested(9) })).toBe('PROPERTIES_TOO_DEEP');
    expect(outcome({ properties: { list: nestedLists(7) } })).toBe('ACCEPTED');
    expect(outcome({ properties: { list: nestedLists(8) } })).toBe('PROPERTIES_TOO_DEEP');
    expect(outcome({ properties: json(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) })).toBe('PROPERTIES_TOO_DEEP');
    expect(outcome({ properties: { a: { b: { c: { d: { e: { f: { g: 'a scalar is no level' } } } } } } } })).toBe(
      'ACCEPTED',
    );
  });

  test.each([0.1, -0, 1e-7, 5e-324, 9_007_199_254_740_991, -9_007_199_254_740_991, 1.5])(
    'the number %d is exact',
    (value) => {
      expect(outcome({ properties: { value, list: [value], inner: { value } } })).toBe('ACCEPTED');
    },
  );

  test.each([9_007_199_254_740_992, -9_007_199_254_740_992, 1e21, 1e308])('the number %d may not be', (value) => {
    expect(outcome({ properties: { value } })).toBe('NUMBER_NOT_EXACT');
    expect(outcome({ properties: { list: [1, { value }] } })).toBe('NUMBER_NOT_EXACT');
    expect(outcome({ properties: { value: String(value) } })).toBe('ACCEPTED');
  });

  test('-0 is written as 0', () => {
    expect(accepted({ properties: { a: -0 } }).propertiesText).toBe('{"a":0}');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d is no JSON', (value) => {
    expect(outcome({ properties: { inner: { value } } })).toBe('PROPERTIES_INVALID');
    expect(outcome({ properties: { list: [value] } })).toBe('PROPERTIES_INVALID');
  });

  test('what no JSON can hold is refused, however it got here', () => {
    for (const value of [undefined, 1n, () => 1, Symbol('s')]) {
      expect(outcome({ properties: { value } as unknown as JsonObject })).toBe('PROPERTIES_INVALID');
    }
    expect(outcome({ properties: [1] as unknown as JsonObject })).toBe('PROPERTIES_INVALID');
    expect(outcome({ properties: 'text' as unknown as JsonObject })).toBe('PROPERTIES_INVALID');
  });

  test.each([{ a: 'x\u0000' }, { 'k\u0000': 1 }, { a: { b: ['\ud800'] } }, { a: { 'k\udc00': 1 } }])(
    '%j cannot be stored',
    (properties) => {
      expect(outcome({ properties })).toBe('PROPERTIES_INVALID');
    },
  );

  test('the text \\u0000, spelled out, and other control characters can', () => {
    expect(outcome({ properties: { 'a\\u0000': '\\u0000', b: '\\ud800', c: '\u0001\u001f\n' } })).toBe('ACCEPTED');
  });

  test('a rejection says where', () => {
    const result = acceptEvent(candidate({ properties: { usage: { tokens: [1, 2 ** 53] } } }), now);
    expect(result).toMatchObject({
      code: 'NUMBER_NOT_EXACT',
      message: expect.stringContaining('properties.usage.tokens.1'),
    });
  });
});

describe('sameContent', () => {
  const event = (properties: string, timestamp: bigint | null = null) =>
    accepted({ properties: json(properties), timestamp });
  const recorded = (properties: string, occurredAt = now, name = 'llm.request') => ({
    name,
    occurredAt,
    properties: json(properties),
  });

  test.each([
    ['{"a":1,"b":{"c":2,"d":3}}', '{"b":{"d":3,"c":2},"a":1}'],
    ['{"a":1.0}', '{"a":1}'],
    ['{"a":1e2}', '{"a":100.00}'],
    ['{"a":1e-7}', '{"a":0.0000001}'],
    ['{"a":-0}', '{"a":0}'],
    ['{"a":[1,"x",null,true,[]]}', '{"a":[1,"x",null,true,[]]}'],
    ['{"__proto__":{"a":1}}', '{"__proto__":{"a":1}}'],
  ])('%s is %s', (a, b) => {
    expect(sameContent(event(a), recorded(b))).toBe(true);
    expect(sameContent(event(b), recorded(a))).toBe(true);
  });

  test.each([
    ['{"a":1}', '{"a":"1"}'],
    ['{"a":"1.0"}', '{"a":"1"}'],
    ['{"a":1}', '{"a":true}'],
    ['{"a":0.1}', '{"a":0.10000000000000002}'],
    ['{"a":null}', '{}'],
    ['{"a":null}', '{"b":null}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
    ['{"a":[1]}', '{"a":[1,1]}'],
    ['{"a":[]}', '{"a":{}}'],
    ['{"a":["x"]}', '{"a":{"0":"x"}}'],
    ['{"a":null}', '{"a":{}}'],
    ['{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}'],
    ['{"__proto__":{}}', '{"b":{}}'],
    ['{"toString":1}', '{"a":1}'],
  ])('%s is not %s', (a, b) => {
    expect(sameContent(event(a), recorded(b))).toBe(false);
    expect(sameContent(event(b), recorded(a))).toBe(false);
  });

  test('the timestamp counts if it was given', () => {
    expect(sameContent(event('{}', null), recorded('{}', now - 1n))).toBe(true);
    expect(sameContent(event('{}', now), recorded('{}', now))).toBe(true);
    expect(sameContent(event('{}', now), recorded('{}', now - 1n))).toBe(false);
  });

  test('the name counts', () => {
    expect(sameContent(event('{}'), recorded('{}', now, 'LLM.request'))).toBe(false);
  });
});
