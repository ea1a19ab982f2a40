import { asked, badInput, type HostileCase, json, many } from './case.ts';

const fields = `__typename
  ... on RecordEventsPayload { recorded duplicates rejected { index id code message } warningCount }
  ... on InvalidInput { message issues { path message } }`;
const record = `mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { ${fields} } }`;

const good = { id: '1', name: 'call', customer: 'known' };

/** One event that is wrong in one way: it has to be rejected by itself, with this code. */
const rejected = (name: string, event: () => object, code: string, says: string | RegExp): HostileCase => ({
  name: `an event with ${name}`,
  sent: () => asked(record, { input: { createCustomers: true, events: [{ ...good, ...event() }] } }),
  // The answer names the event by its id, however long that is.
  must: {
    says,
    longReply: name.startsWith('a megabyte'),
    data: { recordEvents: { recorded: 0, rejected: [{ index: 0, code }] } },
  },
});

/** As JSON, for what JSON.stringify would not write. */
const rejectedJson = (name: string, properties: () => string, code: string, says: string | RegExp): HostileCase => ({
  name: `an event with ${name}`,
  sent: () =>
    json(
      `{"query": ${JSON.stringify(record)}, "variables": {"input": {"events": [{"id": "1", "name": "call", "customer": "known", "properties": ${properties()}}]}}}`,
    ),
  must: { says, data: { recordEvents: { recorded: 0, rejected: [{ index: 0, code }] } } },
});

const refused = (name: string, input: () => unknown, says: string | RegExp): HostileCase => ({
  name,
  sent: () => asked(record, { input: input() }),
  must: { ...badInput, says },
});

const nested = (levels: number, open: string, inside: string, close: string) =>
  open.repeat(levels) + inside + close.repeat(levels);

const namePlaces = [
  ['id', 'EVENT_ID_INVALID'],
  ['name', 'NAME_INVALID'],
  ['customer', 'CUSTOMER_INVALID'],
] as const;

const badNames: readonly (readonly [string, string, string])[] = [
  ['a NUL', 'a\u0000b', 'must not contain control characters'],
  ['only a NUL', '\u0000', 'must not contain control characters'],
  ['half of a surrogate pair', 'a\ud83d', 'half of a surrogate pair'],
  ['the other half', '\ude00a', 'half of a surrogate pair'],
  ['nothing in it', '', 'must not be empty'],
  ['a line break', 'a\nb', 'must not contain control characters'],
  ['256 characters', 'x'.repeat(256), 'at most 255 characters'],
  ['256 emoji', '\u{1f600}'.repeat(256), 'at most 255 characters'],
  ['a megabyte', 'x'.repeat(1_000_000), 'at most 255 characters'],
];

/** Events of which none may be stored. */
export const events: readonly HostileCase[] = [
  ...namePlaces.flatMap(([place, code]) =>
    badNames.map(([name, text, says]) => rejected(`${name} as its ${place}`, () => ({ [place]: text }), code, says)),
  ),
  rejected('a NUL in a property', () => ({ properties: { a: 'x\u0000y' } }), 'PROPERTIES_INVALID', /NUL \(U\+0000\)/),
  rejected(
    'a NUL in the key of a property',
    () => ({ properties: { 'a\u0000': 1 } }),
    'PROPERTIES_INVALID',
    /NUL \(U\+0000\)/,
  ),
  rejected(
    'a NUL deep in a property',
    () => ({ properties: { a: [{ b: ['\u0000'] }] } }),
    'PROPERTIES_INVALID',
    /NUL \(U\+0000\)/,
  ),
  rejected(
    'half of a surrogate pair in a property',
    () => ({ properties: { a: '\ud83d' } }),
    'PROPERTIES_INVALID',
    /surrogate/,
  ),
  rejected(
    'half of a surrogate pair as a key',
    () => ({ properties: { '\ude00': 1 } }),
    'PROPERTIES_INVALID',
    /surrogate/,
  ),
  rejected('a NUL in its subscription', () => ({ subscription: 'sub_\u0000' }), 'SUBSCRIPTION_NOT_FOUND', /no such/),
  rejected('garbage as its hold', () => ({ hold: 'hld_\ud800' }), 'HOLD_NOT_FOUND', /no such/),
  rejected(
    'properties of 9 levels',
    () => ({ properties: JSON.parse(nested(9, '{"a":', '1', '}')) }),
    'PROPERTIES_TOO_DEEP',
    /8 levels/,
  ),
  rejectedJson(
    'properties of 100,000 levels of objects',
    () => nested(100_000, '{"a":', '1', '}'),
    'PROPERTIES_TOO_DEEP',
    /8 levels/,
  ),
  rejectedJson(
    'properties of 100,000 levels of lists',
    () => `{"a": ${nested(100_000, '[', '', ']')}}`,
    'PROPERTIES_TOO_DEEP',
    /8 levels/,
  ),
  rejected(
    'a megabyte of properties',
    () => ({ properties: { a: 'x'.repeat(1_000_000) } }),
    'PROPERTIES_TOO_LARGE',
    /16384 bytes/,
  ),
  rejected(
    '100,000 properties',
    () => ({ properties: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i])) }),
    'PROPERTIES_TOO_LARGE',
    /16384 bytes/,
  ),
  rejectedJson('1e400 as a number', () => '{"n": 1e400}', 'PROPERTIES_INVALID', /not a finite number/),
  rejectedJson('-1e400 as a number', () => '{"n": -1E400}', 'PROPERTIES_INVALID', /not a finite number/),
  rejectedJson('1e400 in a list', () => '{"a": [1, 1e400]}', 'PROPERTIES_INVALID', /not a finite number/),
  rejectedJson('1e300 as a number', () => '{"n": 1e300}', 'NUMBER_NOT_EXACT', /as text/),
  rejectedJson('2^53 as a number', () => '{"n": 9007199254740993}', 'NUMBER_NOT_EXACT', /as text/),
  rejectedJson('40 digits as a number', () => `{"n": ${'9'.repeat(40)}}`, 'NUMBER_NOT_EXACT', /as text/),
  rejectedJson(
    'a 1e400 under __proto__',
    () => '{"__proto__": {"n": 1e400}}',
    'PROPERTIES_INVALID',
    /not a finite number/,
  ),
  rejected(
    'a time 5 minutes and a second ahead',
    () => ({ timestamp: '9999-12-31T23:59:59Z' }),
    'TIMESTAMP_IN_FUTURE',
    /5 minutes/,
  ),
  ...[
    ['February 30', '2026-02-30T00:00:00Z'],
    ['February 29 of a year that has none', '2025-02-29T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['month 0', '2026-00-01T00:00:00Z'],
    ['day 0', '2026-01-00T00:00:00Z'],
    ['the year 0', '0000-01-01T00:00:00Z'],
    ['the year 275760', '275760-09-13T00:00:00Z'],
    ['the year +275760', '+275760-09-13T00:00:00Z'],
    ['a negative year', '-000001-01-01T00:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['24:00', '2026-01-01T24:00:00Z'],
    ['no offset', '2026-01-01T00:00:00'],
    ['no time', '2026-01-01'],
    ['an offset of 24 hours', '2026-01-01T00:00:00+24:00'],
    ['an instant before the year 1', '0001-01-01T00:00:00+01:00'],
    ['NUL', '2026-01-01T00:00:00Z\u0000'],
    ['digits of another script', '٢٠٢٦-01-01T00:00:00Z'],
    ['a zone’s name', '2026-01-01T00:00:00[Europe/Rome]'],
    ['a number', 1_767_225_600_000],
    ['a megabyte', '2026-01-01T00:00:00.'.padEnd(1_000_000, '0')],
    ['a million digits', `2026-01-01T00:00:00.${'0'.repeat(1_000_000)}z `],
  ].map(([name, timestamp]) =>
    refused(`a timestamp with ${name}`, () => ({ events: [{ ...good, timestamp }] }), /RFC 3339/),
  ),
  ...['[]', '"x"', '5', 'true', '"{}"'].map((properties) =>
    refused(
      `${properties} as properties`,
      () => ({ events: [{ ...good, properties: JSON.parse(properties) }] }),
      /a JSON object/,
    ),
  ),
  refused('an event that is null', () => ({ events: [null] }), /not to be null/),
  refused('an event in a list in a list', () => ({ events: [[good]] }), /./),
  refused('a number as an id', () => ({ events: [{ ...good, id: 5 }] }), /String cannot represent/),
  refused('an object as an id', () => ({ events: [{ ...good, id: { toString: 'x' } }] }), /String cannot represent/),
  refused('a field that events do not have', () => ({ events: [{ ...good, constructor: 1 }] }), /not defined by type/),
  refused(
    '10,000 events, all of them wrong in their types',
    () => ({ events: Array.from({ length: 10_000 }, () => ({ id: 1 })) }),
    /./,
  ),
  {
    name: '10,001 events',
    sent: () =>
      asked(record, { input: { events: Array.from({ length: 10_001 }, (_, i) => ({ ...good, id: `e${i}` })) } }),
    must: {
      says: 'A request records 1 to 10000 events, this one has 10001.',
      data: { recordEvents: { __typename: 'InvalidInput' } },
    },
  },
  {
    name: 'no events',
    sent: () => asked(record, { input: { events: [] } }),
    must: {
      says: 'A request records 1 to 10000 events, this one has 0.',
      data: { recordEvents: { __typename: 'InvalidInput' } },
    },
  },
  {
    name: '300,000 events',
    sent: () =>
      asked(record, { input: { events: Array.from({ length: 300_000 }, (_, i) => ({ ...good, id: `e${i}` })) } }),
    must: { says: 'this one has 300000', data: { recordEvents: { __typename: 'InvalidInput' } } },
  },
  {
    name: '10,000 events that are all rejected',
    sent: () => asked(record, { input: { events: Array.from({ length: 10_000 }, () => ({ ...good, id: '\u0000' })) } }),
    must: { longReply: true, data: { recordEvents: { recorded: 0 } } },
  },
  {
    name: 'one bad event among good ones, all or nothing',
    sent: () =>
      asked(record, {
        input: {
          atomic: true,
          createCustomers: true,
          events: [
            { ...good, customer: 'nobody yet' },
            { ...good, id: '\u0000' },
          ],
        },
      }),
    must: { data: { recordEvents: { recorded: 0, rejected: [{ index: 1, code: 'EVENT_ID_INVALID' }] } } },
  },
  {
    name: 'events of customers called __proto__, constructor and toString, whom nobody knows',
    sent: () =>
      asked(record, {
        input: {
          events: ['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((customer) => ({ ...good, customer })),
        },
      }),
    must: {
      data: {
        recordEvents: {
          recorded: 0,
          rejected: Array.from({ length: 4 }, (_, index) => ({ index, code: 'CUSTOMER_NOT_FOUND' })),
        },
      },
    },
  },
  {
    name: 'events that come by __proto__ only',
    sent: () =>
      json(
        `{"query": ${JSON.stringify(record)}, "variables": {"__proto__": {"input": {"events": [${JSON.stringify(good)}]}}}}`,
      ),
    must: { ...badInput, says: /was not provided/ },
  },
  {
    name: 'an event inline with a literal of 4 levels too many',
    sent: () =>
      asked(
        `mutation { recordEvents(input: { events: [{ id: "1", name: "call", customer: "known", properties: ${nested(12, '{a:', '1', '}')} }] }) { ${fields} } }`,
      ),
    must: { data: { recordEvents: { recorded: 0, rejected: [{ code: 'PROPERTIES_TOO_DEEP' }] } } },
  },
  {
    name: '1e400 in a literal',
    sent: () =>
      asked(
        `mutation { recordEvents(input: { events: [{ id: "1", name: "call", customer: "known", properties: { n: 1e400 } }] }) { ${fields} } }`,
      ),
    must: {
      says: /not a finite number/,
      data: { recordEvents: { recorded: 0, rejected: [{ code: 'PROPERTIES_INVALID' }] } },
    },
  },
  {
    name: '500 mutations in one request',
    sent: () =>
      asked(
        `mutation { ${many(500, (i) => `a${i}: recordEvent(input: { id: "", name: "call", customer: "known" }) { __typename }`)} }`,
      ),
    must: { data: { a0: { __typename: 'EventRejected' }, a499: { __typename: 'EventRejected' } } },
  },
];
