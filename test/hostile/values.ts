import { asked, badInput, type HostileCase, json, many } from './case.ts';

const grant = (amount: string) =>
  json(
    `{"query": "mutation ($amount: Decimal!) { grantCredits(input: { customer: \\"known\\", creditType: \\"nobody\\", amount: $amount }) { __typename } }", "variables": {"amount": ${amount}}}`,
  );
const literal = (amount: string) =>
  asked(
    `mutation { grantCredits(input: { customer: "known", creditType: "nobody", amount: ${amount} }) { __typename } }`,
  );

const usage = (args: string, selection = 'value') =>
  asked(`{ customer(externalId: "known") { usage(meter: "calls" ${args}) { ${selection} } } }`);

/** Numbers that are none of ours, as JSON in the variables. */
const decimals = [
  '1e400',
  '-1e400',
  '1e21',
  '0.1',
  '1.5',
  '9007199254740993',
  '"NaN"',
  '"Infinity"',
  '"-Infinity"',
  '"1e400"',
  '"1E-400"',
  '"1e2"',
  '"0x10"',
  '"0b1"',
  '"0o7"',
  '"1,000"',
  '"1.000,5"',
  '"1_000"',
  '" 1"',
  '"1 "',
  '"1\\n"',
  '""',
  '"-"',
  '"."',
  '"+1"',
  '"--1"',
  '".5"',
  '"1."',
  '"١٢"',
  '"１２"',
  '"1\\u0000"',
  `"${'9'.repeat(39)}"`,
  `"0.${'0'.repeat(38)}1"`,
  `"${'9'.repeat(1_000_000)}"`,
  `"${'0'.repeat(1_000_000)}1."`,
  'true',
  '[]',
  '[[1]]',
  '{}',
  '{"toString": "1"}',
  '{"__proto__": "1"}',
];

/** The same in the document itself. */
const literals = [
  '1e400',
  '0.1',
  '1E-400',
  '9'.repeat(39),
  '"NaN"',
  '"0x10"',
  'NaN',
  'Infinity',
  'true',
  '{}',
  '[[1]]',
  '"1\\u0000"',
];

const filterOf = (groups: number): unknown =>
  groups === 0 ? { where: { property: 'a', operator: 'EXISTS' } } : { all: [filterOf(groups - 1)] };
const filterText = (groups: number) =>
  `${'{"all":['.repeat(groups)}{"where":{"property":"a","operator":"EXISTS"}}${']}'.repeat(groups)}`;
const preview =
  'mutation ($f: EventFilterInput) { createMeter(input: { key: "hostile", eventName: "x", aggregation: COUNT, filter: $f }) { __typename ... on InvalidInput { message issues { path message } } } }';
const filterRefused = (name: string, filter: () => unknown, says: string | RegExp): HostileCase => ({
  name,
  sent: () => asked(preview, { f: filter() }),
  must: { says, data: { createMeter: { __typename: 'InvalidInput' } } },
});
const where = (condition: object) => ({ where: { property: 'a', operator: 'EQUALS', ...condition } });

const page = (args: string, says: string | RegExp): HostileCase => ({
  name: `a page of ${args}`,
  sent: () => asked(`{ customers(${args}) { nodes { id } } }`),
  must: { ...badInput, says },
});

/** Values that GraphQL's grammar takes and we do not. */
export const values: readonly HostileCase[] = [
  ...decimals.map((amount) => ({
    name: `${amount.length > 60 ? `${amount.slice(0, 20)}…` : amount} as a decimal`,
    sent: () => grant(amount),
    must: { ...badInput, says: /a decimal as a string of at most 38 digits, or an integer within 2\^53 - 1/ },
  })),
  ...literals.map((amount) => ({
    name: `${amount} as a decimal in the document`,
    sent: () => literal(amount),
    must: { code: 'GRAPHQL_VALIDATION_FAILED', says: /a decimal as a string of at most 38 digits/ },
  })),
  ...[
    '"2026-02-30T00:00:00Z"',
    '"0000-01-01T00:00:00Z"',
    '"2016-12-31T23:59:60Z"',
    '"2026-01-01T24:00:00Z"',
    '"2026-01-01T00:00:00"',
    '"+275760-09-13T00:00:00Z"',
    '0',
    '"now"',
    '{}',
  ].map((from) => ({
    name: `${from} as an instant in the document`,
    sent: () => usage(`from: ${from}`),
    must: { code: 'GRAPHQL_VALIDATION_FAILED', says: /RFC 3339/ },
  })),
  ...[
    '"Mars/Olympus"',
    '""',
    '"+02:00"',
    '"UTC+2"',
    '"../../etc/passwd"',
    '"Europe/Rome\\u0000"',
    '"Europe/Róme"',
    '"__proto__"',
    '5',
    `"${'a'.repeat(100_000)}"`,
  ].map((zone) => ({
    name: `${zone.slice(0, 30)} as a time zone`,
    sent: () =>
      usage(
        'from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z"',
        `windows(size: DAY, timeZone: ${zone}) { value }`,
      ),
    must: { code: 'GRAPHQL_VALIDATION_FAILED', says: /an IANA time zone/ },
  })),
  {
    name: '`from` after `to`',
    sent: () => usage('from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z"'),
    must: { ...badInput, says: /from/ },
  },
  {
    name: 'a window over a thousand years by the minute',
    sent: () => usage('from: "1026-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z"', 'windows(size: MINUTE) { value }'),
    must: { says: /10,?000/ },
  },
  {
    name: 'a window over all years by the minute, in a zone',
    sent: () =>
      usage(
        'from: "0001-01-01T00:00:00Z", to: "9999-12-31T23:59:59.999999Z"',
        'windows(size: MINUTE, timeZone: "Europe/Rome") { value }',
      ),
    must: { says: /10,?000/ },
  },
  {
    name: 'windows of 8,000 years by the month, in a zone with many changes',
    sent: () =>
      usage(
        'from: "0001-01-01T00:00:00Z", to: "9999-12-31T23:59:59.999999Z"',
        'windows(size: MONTH, timeZone: "Africa/Casablanca") { value }',
      ),
    must: { says: /10,?000/ },
  },
  {
    name: '100 times 10,000 windows',
    sent: () =>
      usage(
        'from: "2026-01-01T00:00:00Z", to: "2026-01-07T00:00:00Z"',
        many(100, (i) => `w${i}: windows(size: MINUTE) { value }`),
      ),
    must: { ...badInput, says: /10,?000/ },
  },
  {
    name: 'an unknown size of windows',
    sent: () => usage('', 'windows(size: EON) { value }'),
    must: { code: 'GRAPHQL_VALIDATION_FAILED', says: /EON/ },
  },
  filterRefused('a filter 6 levels deep', () => filterOf(6), /5 levels deep/),
  filterRefused('a filter 30 levels deep', () => filterOf(30), /5 levels deep/),
  {
    name: 'a filter 2,000 levels deep',
    sent: () => json(`{"query": ${JSON.stringify(preview)}, "variables": {"f": ${filterText(2_000)}}}`),
    must: { says: /levels deep/ },
  },
  {
    name: 'a filter 100,000 levels deep',
    sent: () => json(`{"query": ${JSON.stringify(preview)}, "variables": {"f": ${filterText(100_000)}}}`),
    must: { says: /levels deep/ },
  },
  filterRefused(
    'a filter of 51 conditions',
    () => ({ any: Array.from({ length: 51 }, () => where({ value: 1 })) }),
    /at most 50 conditions/,
  ),
  filterRefused(
    'a filter of 2,000 conditions',
    () => ({ any: Array.from({ length: 2_000 }, () => where({ value: 1 })) }),
    /at most 50 conditions/,
  ),
  filterRefused(
    'a filter of 1,000 empty groups',
    () => ({ any: Array.from({ length: 1_000 }, () => ({ all: [] })) }),
    /empty group/,
  ),
  {
    name: 'a filter of 100,000 conditions',
    sent: () => asked(preview, { f: { any: Array.from({ length: 100_000 }, () => where({ value: 1 })) } }),
    must: { ...badInput, says: /more than 5000 parts/ },
  },
  {
    name: 'a filter of 100,000 empty groups',
    sent: () => asked(preview, { f: { any: Array.from({ length: 100_000 }, () => ({ all: [] })) } }),
    must: { ...badInput, says: /more than 5000 parts/ },
  },
  filterRefused('a filter with a NUL', () => where({ value: 'a\u0000' }), /NUL/),
  filterRefused('a filter with half of a surrogate pair', () => where({ value: '\ud83d' }), /surrogate/),
  filterRefused(
    'a filter on a property with a NUL',
    () => where({ property: '\u0000', value: 1 }),
    /control characters/,
  ),
  filterRefused(
    'a filter by 1,001 values',
    () => where({ operator: 'IN', value: Array.from({ length: 1001 }, (_, i) => i) }),
    /at most 1000 values/,
  ),
  filterRefused('a filter with a NUL among its values', () => where({ operator: 'IN', value: ['a', '\u0000'] }), /NUL/),
  filterRefused('a filter with a list of lists', () => where({ operator: 'IN', value: [[1]] }), /compares with/),
  filterRefused('a filter with an empty list', () => where({ operator: 'IN', value: [] }), /at least one value/),
  {
    name: 'a filter with 1e400',
    sent: () =>
      json(
        `{"query": ${JSON.stringify(preview)}, "variables": {"f": {"where": {"property": "a", "operator": "EQUALS", "value": 1e400}}}}`,
      ),
    must: { says: /number beyond/, data: { createMeter: { __typename: 'InvalidInput' } } },
  },
  {
    name: 'a filter with 100,000 levels as its value',
    sent: () =>
      json(
        `{"query": ${JSON.stringify(preview)}, "variables": {"f": {"where": {"property": "a", "operator": "EQUALS", "value": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}}}`,
      ),
    must: { says: /compares with/, data: { createMeter: { __typename: 'InvalidInput' } } },
  },
  {
    name: 'a filter with both all and any',
    sent: () => asked(preview, { f: { all: [], any: [] } }),
    must: { ...badInput, says: /[Ee]xactly one/ },
  },
  page('first: -1', /-1 were asked for/),
  page('first: 201', /201 were asked for/),
  page('first: 1000000000', /1000000000 were asked for/),
  {
    name: 'a page of first: 1e9',
    sent: () => asked('{ customers(first: 1e9) { nodes { id } } }'),
    must: { code: 'GRAPHQL_VALIDATION_FAILED', says: /Int/ },
  },
  {
    name: 'a page of 2^31',
    sent: () => asked('{ customers(first: 2147483648) { nodes { id } } }'),
    must: { code: 'GRAPHQL_VALIDATION_FAILED', says: /Int/ },
  },
  {
    name: 'a page of NaN',
    sent: () => asked('query ($n: Int) { customers(first: $n) { nodes { id } } }', { n: 'NaN' }),
    must: { ...badInput, says: /Int/ },
  },
  ...['first', 'last'].flatMap((side) =>
    [
      '',
      'x',
      '*',
      '\u0000',
      '__proto__',
      Buffer.from('["1","2"]').toString('base64url'),
      'A'.repeat(100_000),
      Buffer.from('['.repeat(100_000)).toString('base64url'),
    ].map((cursor) => ({
      name: `${JSON.stringify(cursor.slice(0, 20))} as a cursor, ${side}`,
      sent: () =>
        asked(
          `query ($c: String) { events(${side}: 1, ${side === 'first' ? 'after' : 'before'}: $c) { nodes { id } } customers(${side}: 1, ${side === 'first' ? 'after' : 'before'}: $c) { nodes { id } } }`,
          { c: cursor },
        ),
      must: { ...badInput, says: 'This is not a cursor of this list.' },
    })),
  ),
  {
    name: 'an instant beyond all times in a cursor',
    sent: () =>
      asked('query ($c: String) { events(first: 1, after: $c) { nodes { id } } }', {
        c: Buffer.from('["999999999999999999","019e0000-0000-7000-8000-000000000000","1"]').toString('base64url'),
      }),
    must: { ...badInput, says: 'This is not a cursor of this list.' },
  },
  {
    name: 'an instant before all times in a cursor',
    sent: () =>
      asked('query ($c: String) { events(last: 1, before: $c) { nodes { id } } }', {
        c: Buffer.from('["-999999999999999999","019e0000-0000-7000-8000-000000000000","1"]').toString('base64url'),
      }),
    must: { ...badInput, says: 'This is not a cursor of this list.' },
  },
  ...[
    '',
    'cus_',
    'evt_',
    'evt_////',
    'cus_8zzzzzzzzzzzzzzzzzzzzzzzzz',
    '__proto__',
    'constructor_x',
    '\u0000',
    '\ud800',
    'cus_\u202e',
    'x'.repeat(1_000_000),
    `evt_${'A'.repeat(1_000_000)}`,
  ].map((id) => ({
    name: `${JSON.stringify(id.slice(0, 24))} as a node’s id`,
    sent: () =>
      asked('query ($id: ID!) { node(id: $id) { id } customer(id: $id) { id } invoice(id: $id) { id } }', { id }),
    must: { data: { node: null, customer: null, invoice: null } },
  })),
  {
    name: 'a list as an id',
    sent: () => asked('query ($id: ID!) { node(id: $id) { id } }', { id: ['cus_x'] }),
    must: { ...badInput, says: /ID cannot represent/ },
  },
  {
    name: '201 ids at once',
    sent: () => asked('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(201).fill('x') }),
    must: { ...badInput, says: /At most 200 ids/ },
  },
  {
    name: 'a million ids at once',
    sent: () => asked('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(1_000_000).fill('x') }),
    must: { ...badInput, says: /more than 20000 items/ },
  },
  {
    name: 'a variable of 20 MB that nobody uses',
    sent: () => asked('{ __typename }', { text: 'x'.repeat(20_000_000) }),
    must: { data: { __typename: 'Query' } },
  },
  {
    name: '500,000 variables that nobody declared',
    sent: () => asked('{ __typename }', Object.fromEntries(Array.from({ length: 500_000 }, (_, i) => [`v${i}`, i]))),
    must: { data: { __typename: 'Query' } },
  },
  {
    name: 'variables of 100,000 levels',
    sent: () => json(`{"query": "{ __typename }", "variables": {"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}`),
    must: { data: { __typename: 'Query' } },
  },
  {
    name: 'a list of 100,000 levels where a text should be',
    sent: () =>
      json(
        `{"query": "query ($a: String) { customers(search: $a) { nodes { id } } }", "variables": {"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      ),
    must: badInput,
  },
  {
    name: 'a list of 100,000 levels where a list of texts should be',
    sent: () =>
      json(
        `{"query": "query ($a: [ID!]!) { nodes(ids: $a) { id } }", "variables": {"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      ),
    must: badInput,
  },
  {
    name: 'an object of 100,000 levels where an input should be',
    sent: () =>
      json(
        `{"query": "mutation ($a: CreateCustomerInput!) { createCustomer(input: $a) { __typename } }", "variables": {"a": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}}`,
      ),
    must: badInput,
  },
  {
    name: 'variables that are called __proto__, constructor and toString',
    sent: () =>
      json(
        '{"query": "query ($toString: String, $constructor: Int) { customers(search: $toString, first: $constructor) { nodes { id } } }", "variables": {"__proto__": {"toString": 5}}}',
      ),
    must: { data: {} },
  },
];
