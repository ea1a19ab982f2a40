/** Requests that are sent with and without the direct way past GraphQL's coercion. Not a test by itself. */

const selection = `{
  __typename
  ... on RecordEventsPayload { recorded duplicates rejected { index id code message } warningCount warnings { index code } }
  ... on InvalidInput { message issues { path message } }
}`;

/** As the shipped client sends it. */
export const ordinary = `mutation ($input: RecordEventsInput!) { recordEvents(input: $input) ${selection} }`;

const oneSelection = `{
  __typename
  ... on RecordEventPayload { event { eventId name timestamp properties } duplicate warnings { index code } }
  ... on EventRejected { code message }
}`;

export const ordinaryOne = `mutation ($input: RecordEventInput!) { recordEvent(input: $input) ${oneSelection} }`;

/** Documents around the input of one event, and more variables. */
export const singleDocuments: [query: string, variables: object][] = [
  [ordinaryOne, {}],
  [`mutation ($input: RecordEventInput!) { again: recordEvent(input: $input) ${oneSelection} }`, {}],
  [
    `mutation ($input: RecordEventInput!) { a: recordEvent(input: $input) ${oneSelection} b: recordEvent(input: $input) ${oneSelection} }`,
    {},
  ],
  [
    `mutation ($input: RecordEventInput!, $if: Boolean!) { recordEvent(input: $input) @skip(if: $if) ${oneSelection} }`,
    { if: true },
  ],
  [`mutation ($input: RecordEventInput) { recordEvent(input: $input) ${oneSelection} }`, {}],
  [
    `mutation ($input: RecordEventInput! = { id: "default", name: "call", customer: "acme" }) { recordEvent(input: $input) ${oneSelection} }`,
    {},
  ],
  [`mutation ($input: RecordEventsInput!) { recordEvent(input: $input) ${oneSelection} }`, {}],
  [
    `mutation ($id: String!) { recordEvent(input: { id: $id, name: "call", customer: "acme" }) ${oneSelection} }`,
    { id: 'v' },
  ],
];

const event = { id: '1', name: 'call', customer: 'acme' };

export const fine = (id: string) => ({ events: [{ ...event, id, properties: { n: 1 } }] });

export const goodInputs: Record<string, unknown> = {
  'one event': fine('one'),
  none: { events: [] },
  'with flags': { ...fine('flags'), createCustomers: true, atomic: false, requireCredits: true },
  'flags that are null': { ...fine('nulls'), createCustomers: null, atomic: null, requireCredits: null },
  'every field': {
    events: [
      {
        ...event,
        timestamp: '2026-02-01T10:00:00.1234567+01:00',
        properties: { a: { b: [1, null] } },
        subscription: 's',
        hold: 'h',
      },
      { ...event, id: '2', timestamp: null, properties: null, subscription: null, hold: null },
      { ...event, id: '4', hold: 'hld_00000000000000000000000000' },
      { ...event, id: '3', timestamp: '2026-02-01t10:00:00z', properties: { n: '12.50' } },
    ],
  },
  'what only our rules refuse': {
    events: [
      { ...event, id: '' },
      { ...event, id: 'a\u0000b' },
      { ...event, id: '\ud800' },
      { ...event, customer: 'nobody' },
      { ...event, timestamp: '2027-01-01T00:00:00Z' },
      { ...event, properties: { n: 2 ** 60 } },
      { ...event, properties: JSON.parse('{"__proto__": {"id": 5}, "constructor": 1}') as object },
    ],
  },
};

const variant = (fields: string) => `{"events": [{"id": "1", "name": "call", "customer": "acme", ${fields}}]}`;

/** As JSON. */
export const badInputs: Record<string, string> = {
  null: 'null',
  'a text': '"events"',
  'a list': '[{"events": []}]',
  'no events': '{}',
  'events null': '{"events": null}',
  // GraphQL takes a single value for a list of one.
  'a single event': '{"events": {"id": "single", "name": "call", "customer": "acme"}}',
  'a list in the list': '{"events": [[{"id": "1", "name": "call", "customer": "acme"}]]}',
  'null among the events': '{"events": [{"id": "1", "name": "call", "customer": "acme"}, null]}',
  'a text among the events': '{"events": ["1"]}',
  'an event without fields': '{"events": [{}]}',
  'a number as id': variant('"id": 1'),
  'null as id': variant('"id": null'),
  'a list as id': variant('"id": ["1"]'),
  'true as name': variant('"name": true'),
  'an object as customer': variant('"customer": {}'),
  'a fraction as customer': variant('"customer": 1.5'),
  'a number as subscription': variant('"subscription": 7'),
  'a fraction as subscription': variant('"subscription": 7.5'),
  'an object as subscription': variant('"subscription": {}'),
  'a number as hold': variant('"hold": 7'),
  'a fraction as hold': variant('"hold": 7.5'),
  'a list as hold': variant('"hold": ["h"]'),
  'a list as properties': variant('"properties": []'),
  'a text as properties': variant('"properties": "{}"'),
  'a number as timestamp': variant('"timestamp": 1767225600000'),
  'no timestamp': variant('"timestamp": ""'),
  'a day as timestamp': variant('"timestamp": "2026-03-01"'),
  'a day that is not': variant('"timestamp": "2026-02-29T00:00:00Z"'),
  'an unknown field': variant('"propertys": {}'),
  'an unknown field that is null': variant('"extra": null'),
  '__proto__ in an event': variant('"__proto__": {"subscription": "x"}'),
  'constructor in an event': variant('"constructor": 1'),
  'an id by __proto__ only': '{"events": [{"__proto__": {"id": "1"}, "name": "call", "customer": "acme"}]}',
  '__proto__ in the input': '{"events": [], "__proto__": {"atomic": true}}',
  'events by __proto__ only': '{"__proto__": {"events": []}}',
  'an unknown field in the input': '{"events": [{"id": "1", "name": "call", "customer": "acme"}], "extra": 1}',
  'a flag that is a text': '{"events": [{"id": "1", "name": "call", "customer": "acme"}], "atomic": "true"}',
  'a flag that is a number': '{"events": [{"id": "1", "name": "call", "customer": "acme"}], "createCustomers": 1}',
  'a third flag that is a text':
    '{"events": [{"id": "1", "name": "call", "customer": "acme"}], "requireCredits": "yes"}',
  'many things wrong': `{"events": [${Array.from({ length: 60 }, () => '{"id": 1, "extra": 2}').join()}], "atomic": 3}`,
};

/** Documents around an input, more variables, and the name of the operation. */
export const documents: [query: string, variables: object, operationName?: string][] = [
  [ordinary, {}],
  [`mutation ($input: RecordEventsInput!) { again: recordEvents(input: $input) ${selection} }`, {}],
  [
    `mutation ($input: RecordEventsInput!) { a: recordEvents(input: $input) ${selection} b: recordEvents(input: $input) ${selection} }`,
    {},
  ],
  [`mutation ($input: RecordEventsInput!) { a: recordEvents(input: $input) ${selection} __typename }`, {}],
  [
    `mutation ($input: RecordEventsInput!) { ...f } fragment f on Mutation { recordEvents(input: $input) ${selection} }`,
    {},
  ],
  [`mutation ($input: RecordEventsInput!) { ... on Mutation { recordEvents(input: $input) ${selection} } }`, {}],
  [
    `mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { ...f } } fragment f on RecordEventsResult ${selection}`,
    {},
  ],
  [
    `mutation ($input: RecordEventsInput!, $if: Boolean!) { recordEvents(input: $input) @include(if: $if) ${selection} }`,
    { if: true },
  ],
  [
    `mutation ($input: RecordEventsInput!, $if: Boolean!) { recordEvents(input: $input) @skip(if: $if) ${selection} }`,
    { if: true },
  ],
  [
    `mutation ($input: RecordEventsInput!, $if: Boolean!) { recordEvents(input: $input) @skip(if: $if) ${selection} }`,
    { if: 'no' },
  ],
  [`mutation ($input: RecordEventsInput) { recordEvents(input: $input) ${selection} }`, {}],
  [`mutation ($input: RecordEventsInput = { events: [] }) { recordEvents(input: $input) ${selection} }`, {}],
  [
    `mutation ($input: RecordEventsInput! = { events: [{ id: "default", name: "call", customer: "acme" }] }) { recordEvents(input: $input) ${selection} }`,
    {},
  ],
  [`mutation ($input: RecordEventInput!) { recordEvents(input: $input) ${selection} }`, {}],
  [
    `mutation ($events: [EventInput!]!) { recordEvents(input: { events: $events }) ${selection} }`,
    { events: fine('list').events },
  ],
  [
    `mutation ($events: [EventInput!]!) { recordEvents(input: { events: $events }) ${selection} }`,
    { events: fine('one').events[0] },
  ],
  [
    `mutation { recordEvents(input: { events: [{ id: "inline", name: "call", customer: "acme", properties: { n: 1 } }] }) ${selection} }`,
    {},
  ],
  [`mutation { recordEvents(input: { events: { id: "single", name: "call", customer: "acme" } }) ${selection} }`, {}],
  [`mutation { recordEvents(input: $input) ${selection} }`, {}],
  [`mutation { recordEvents ${selection} }`, {}],
  [
    `mutation A($input: RecordEventsInput!) { recordEvents(input: $input) ${selection} } mutation B { __typename }`,
    {},
    'A',
  ],
  [
    `mutation A($input: RecordEventsInput!) { recordEvents(input: $input) ${selection} } mutation B { __typename }`,
    {},
    'B',
  ],
  [`mutation A($input: RecordEventsInput!) { recordEvents(input: $input) ${selection} }`, {}, 'B'],
  [`mutation ($input: RecordEventsInput!) { recordEvents(input: $input) }`, {}],
  [`query ($input: RecordEventsInput!) { recordEvents(input: $input) ${selection} }`, {}],
  [
    `mutation ($__proto__: RecordEventsInput!) { recordEvents(input: $__proto__) ${selection} }`,
    JSON.parse(`{"__proto__": ${JSON.stringify(fine('p'))}}`) as object,
  ],
  [`mutation ($constructor: RecordEventsInput!) { recordEvents(input: $constructor) ${selection} }`, {}],
];
