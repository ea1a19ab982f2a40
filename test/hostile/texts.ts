import { asked, type HostileCase, json } from './case.ts';

const unstorable: readonly (readonly [string, string])[] = [
  ['a NUL', 'a\u0000b'],
  ['half of a surrogate pair', 'a\ud83d'],
];

/** Every place that takes a text which is stored, and the text there. */
const places: readonly (readonly [string, string])[] = [
  ['a customer’s externalId', 'createCustomer(input: { externalId: $text })'],
  ['a customer’s name', 'createCustomer(input: { externalId: "new", name: $text })'],
  ['a customer’s e-mail', 'createCustomer(input: { externalId: "new", email: $text })'],
  ['a key’s name', 'createApiKey(input: { name: $text, scopes: [READ] })'],
  ['a meter’s key', 'createMeter(input: { key: $text, eventName: "a", aggregation: COUNT })'],
  ['a meter’s event', 'createMeter(input: { key: "new", eventName: $text, aggregation: COUNT })'],
  [
    'a meter’s description',
    'createMeter(input: { key: "new", eventName: "a", aggregation: COUNT, description: $text })',
  ],
  [
    'a meter’s value property',
    'createMeter(input: { key: "new", eventName: "a", aggregation: SUM, valueProperty: $text })',
  ],
  ['a meter’s grouping', 'createMeter(input: { key: "new", eventName: "a", aggregation: COUNT, groupBy: [$text] })'],
  ['a credit type’s key', 'createCreditType(input: { key: $text, name: "a" })'],
  ['a credit type’s name', 'createCreditType(input: { key: "new", name: $text })'],
  ['a credit type’s unit', 'createCreditType(input: { key: "new", name: "a", unit: $text })'],
  [
    'a product’s key',
    'createProduct(input: { key: $text, name: "a", currency: "USD", interval: { unit: MONTH }, charges: [] })',
  ],
  [
    'a product’s name',
    'createProduct(input: { key: "new", name: $text, currency: "USD", interval: { unit: MONTH }, charges: [] })',
  ],
  [
    'a charge’s name',
    'createProduct(input: { key: "new", name: "a", currency: "USD", interval: { unit: MONTH }, charges: [{ flat: { name: $text, amount: 1 } }] })',
  ],
  [
    'a grant’s idempotency key',
    'grantCredits(input: { customer: "known", creditType: "ai", amount: 1, idempotencyKey: $text })',
  ],
  ['a grant’s note', 'grantCredits(input: { customer: "known", creditType: "ai", amount: 1, note: $text })'],
];

const lookUps: readonly (readonly [string, string, unknown])[] = [
  ['an externalId', 'customer(externalId: $text) { id }', null],
  ['a meter’s key', 'meter(key: $text) { id }', null],
  ['an event’s id', 'event(customer: "known", eventId: $text) { id }', null],
  ['a search', 'customers(search: $text) { nodes { id } }', { nodes: [] }],
  ['a name of events', 'events(name: $text) { nodes { id } }', { nodes: [] }],
];

/** What PostgreSQL cannot store, wherever a text is taken; and texts that look like something else to JavaScript. */
export const texts: readonly HostileCase[] = [
  ...unstorable.flatMap(([what, text]) => [
    ...places.map(([place, field]) => ({
      name: `${what} in ${place}`,
      sent: () =>
        asked(
          `mutation ($text: String!) { found: ${field} { __typename ... on InvalidInput { issues { path message } } } }`,
          { text },
        ),
      must: {
        says: /"message":"[^"]*(NUL|control character|surrogate|letters \(A-Z)/,
        data: { found: { __typename: 'InvalidInput' } },
      },
    })),
    ...lookUps.map(([place, field, found]) => ({
      name: `${what} in ${place} that is looked up`,
      sent: () => asked(`query ($text: String!) { found: ${field} }`, { text }),
      must: { data: { found } },
    })),
    {
      name: `${what} in what usage is grouped by`,
      sent: () =>
        asked(
          'query ($text: String!) { customer(externalId: "known") { usage(meter: "calls") { groups(by: [$text]) { value } } } }',
          { text },
        ),
      must: { code: 'BAD_USER_INPUT', says: /cannot be split by/ },
    },
    {
      name: `${what} in metadata`,
      sent: () =>
        asked(
          'mutation ($m: JSONObject!) { found: createCustomer(input: { externalId: "new", metadata: $m }) { __typename ... on InvalidInput { issues { path message } } } }',
          { m: { a: [{ b: text }] } },
        ),
      must: { says: /NUL|surrogate/, data: { found: { __typename: 'InvalidInput' } } },
    },
    {
      name: `${what} as a key of metadata`,
      sent: () =>
        asked(
          'mutation ($m: JSONObject!) { found: createCustomer(input: { externalId: "new", metadata: $m }) { __typename ... on InvalidInput { issues { path message } } } }',
          { m: { [text]: 1 } },
        ),
      must: { says: /NUL|surrogate/, data: { found: { __typename: 'InvalidInput' } } },
    },
  ]),
  ...['{"a":', '['].map((open) => ({
    name: `metadata of 100,000 levels of ${open}`,
    sent: () =>
      json(
        `{"query": "mutation ($m: JSONObject!) { found: createCustomer(input: { externalId: \\"new\\", metadata: $m }) { __typename ... on InvalidInput { issues { path message } } } }", "variables": {"m": {"m": ${open.repeat(100_000)}1${(open === '[' ? ']' : '}').repeat(100_000)}}}}`,
      ),
    must: { says: /8 levels/, data: { found: { __typename: 'InvalidInput' } } },
  })),
  {
    name: 'metadata of 5 MB',
    sent: () =>
      asked(
        'mutation ($m: JSONObject!) { found: createCustomer(input: { externalId: "new", metadata: $m }) { __typename ... on InvalidInput { issues { path message } } } }',
        { m: { a: 'x'.repeat(5_000_000) } },
      ),
    must: { says: /16 KiB/, data: { found: { __typename: 'InvalidInput' } } },
  },
  {
    name: 'metadata with 1e400',
    sent: () =>
      json(
        '{"query": "mutation ($m: JSONObject!) { found: createCustomer(input: { externalId: \\"new\\", metadata: $m }) { __typename ... on InvalidInput { issues { path message } } } }", "variables": {"m": {"a": 1e400}}}',
      ),
    must: { says: /number/, data: { found: { __typename: 'InvalidInput' } } },
  },
  ...['__proto__', 'constructor', 'toString', 'valueOf'].map((key) => ({
    name: `${key} where a meter, a customer and a type are named`,
    sent: () =>
      asked(
        'query ($key: String!) { customer(externalId: $key) { id } meter(key: $key) { id } creditType(key: $key) { id } known: customer(externalId: "known") { usage(meter: $key) { value } creditBalance(creditType: $key) { balance } } }',
        { key },
      ),
    must: { data: { customer: null, meter: null, creditType: null, known: { usage: null, creditBalance: null } } },
  })),
  ...['__proto__', 'constructor', 'toString'].map((property) => ({
    name: `usage split by ${property}`,
    sent: () =>
      asked(
        'query ($p: String!) { customer(externalId: "known") { usage(meter: "calls") { groups(by: [$p]) { value } } } }',
        { p: property },
      ),
    must: { code: 'BAD_USER_INPUT', says: /cannot be split by/ },
  })),
  {
    name: 'a search of 5 MB',
    sent: () =>
      asked('query ($text: String!) { customers(search: $text) { nodes { id } } }', { text: 'x'.repeat(5_000_000) }),
    must: { data: { customers: { nodes: [] } } },
  },
  {
    name: 'a search of nothing but wildcards',
    sent: () =>
      asked('query ($text: String!) { customers(search: $text) { nodes { id } } }', { text: '%_\\%'.repeat(60) }),
    must: { data: { customers: { nodes: [] } } },
  },
  {
    name: 'a key of 100 KB as the credential',
    sent: () =>
      asked('{ workspace { id } }', {}, { as: 'nobody', headers: { authorization: `Bearer ${'x'.repeat(10_000)}` } }),
    must: { code: 'UNAUTHENTICATED' },
  },
  {
    name: 'bytes beyond ASCII as the credential',
    sent: () => asked('{ workspace { id } }', {}, { as: 'nobody', headers: { authorization: 'Bearer \u00ff\u00fe' } }),
    must: { code: 'UNAUTHENTICATED' },
  },
  {
    name: 'a token that is no token',
    sent: () =>
      asked(
        '{ workspace { id } }',
        {},
        { as: 'nobody', headers: { authorization: `Bearer e30.${'e30'.repeat(1_000)}.x` } },
      ),
    must: { code: 'UNAUTHENTICATED' },
  },
];
