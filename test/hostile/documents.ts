import { asked, type HostileCase, invalid, many, tooLarge } from './case.ts';

const deep = (levels: number, open: string, inside: string, close: string) =>
  open.repeat(levels) + inside + close.repeat(levels);

const unreadable = { code: 'GRAPHQL_PARSE_FAILED', says: /Syntax Error/ };

const documentCase = (name: string, query: () => string, must: HostileCase['must']): HostileCase => ({
  name,
  sent: () => asked(query()),
  must,
});

/** A chain in which each fragment spreads the next one twice: 2^n selections in n lines. */
const doubling = (count: number) =>
  `{ ...f0 } ${many(count, (i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`)} fragment f${count} on Query { workspace { id } }`;

/** Documents that are made to cost more to read than to send. */
export const documents: readonly HostileCase[] = [
  documentCase('a million aliases', () => `{ ${many(1_000_000, (i) => `a${i}: __typename`)} }`, tooLarge),
  documentCase('6,000 aliases, within the tokens', () => `{ ${many(6_000, (i) => `a${i}: __typename`)} }`, tooLarge),
  documentCase(
    '6,000 aliases of something read',
    () => `{ ${many(6_000, (i) => `a${i}: workspace { id }`).slice(0, 110_000)} } }`,
    tooLarge,
  ),
  documentCase('20,001 tokens', () => `{ ${'a '.repeat(19_999)} }`, tooLarge),
  documentCase('19,000 times the same field', () => `{ ${'__typename '.repeat(19_000)} }`, tooLarge),
  documentCase('9,000 times the same field with a selection', () => `{ ${'workspace{id} '.repeat(4_900)} }`, tooLarge),
  documentCase('19,000 unknown fields', () => `{ ${'wrong '.repeat(19_000)} }`, tooLarge),
  documentCase('900 fields that are not there', () => `{ ${many(900, (i) => `wrong${i}`)} }`, {
    ...invalid,
    says: /Too many validation errors/,
  }),
  documentCase('9,900 levels of selections', () => deep(9_900, '{a', '', '}'), tooLarge),
  documentCase('an unclosed depth', () => '{a'.repeat(9_900), tooLarge),
  documentCase('9,900 levels of lists in an argument', () => `{ a(b: ${deep(9_900, '[', '', ']')}) }`, tooLarge),
  documentCase('4,900 levels of objects in an argument', () => `{ a(b: ${deep(4_900, '{a:', '1', '}')}) }`, tooLarge),
  documentCase(
    '9,900 levels in the type of a variable',
    () => `query ($a: ${deep(9_900, '[', 'Int', ']')}) { __typename }`,
    tooLarge,
  ),
  documentCase('6,000 levels of inline fragments', () => deep(6_000, '{...', '{ __typename }', '}'), tooLarge),
  documentCase('30 levels of a query', () => deep(30, '{ customer(externalId: "known") ', '{ id }', '}'), {
    ...invalid,
    says: /Cannot query field/,
  }),
  documentCase('a fragment that spreads itself', () => '{ ...a } fragment a on Query { ...a }', {
    ...invalid,
    says: /Cannot spread fragment/,
  }),
  documentCase(
    '900 fragments in a circle',
    () => `{ ...f0 } ${many(900, (i) => `fragment f${i} on Query { ...f${(i + 1) % 900} }`)}`,
    // Names them all.
    { ...invalid, longReply: true, says: /Cannot spread fragment/ },
  ),
  documentCase(
    '60 fragments that all spread each other',
    () => `{ ...f0 } ${many(60, (i) => `fragment f${i} on Query { ${many(60, (j) => `...f${j}`)} }`)}`,
    tooLarge,
  ),
  documentCase('fragments that double 10 times', () => doubling(10), tooLarge),
  documentCase('fragments that double 100 times', () => doubling(100), tooLarge),
  documentCase('fragments that double 2,000 times', () => doubling(2_000), tooLarge),
  documentCase(
    '900 fragments, all spread at one place',
    () =>
      `{ ${many(900, (i) => `...f${i}`)} } ${many(900, (i) => `fragment f${i} on Query { a${i}: workspace { id } }`)}`,
    tooLarge,
  ),
  documentCase('100,000 directives', () => `{ __typename ${'@include(if: true) '.repeat(100_000)} }`, tooLarge),
  documentCase('9,000 directives', () => `{ __typename ${'@a '.repeat(9_000)} }`, tooLarge),
  documentCase('2,000 variables', () => `query (${many(2_000, (i) => `$v${i}: Int`)}) { __typename }`, tooLarge),
  documentCase('1,000 operations', () => many(1_000, (i) => `query q${i} { __typename }`), {
    status: 400,
    code: 'OPERATION_RESOLUTION_FAILURE',
  }),
  documentCase('6,000 arguments', () => `{ customer(${many(6_000, (i) => `a${i}: 1`)}) { id } }`, tooLarge),
  documentCase('a megabyte of blanks', () => `{ ${' '.repeat(1_000_000)} __typename }`, tooLarge),
  documentCase('a million commas', () => `{ ${','.repeat(1_000_000)} __typename }`, tooLarge),
  documentCase('100,000 comments', () => `{ ${'#\n'.repeat(100_000)} __typename }`, tooLarge),
  documentCase('a name of a megabyte', () => `{ ${'a'.repeat(1_000_000)} }`, tooLarge),
  documentCase('a text of a megabyte', () => `{ customer(externalId: "${'a'.repeat(1_000_000)}") { id } }`, tooLarge),
  documentCase('@defer', () => '{ ... @defer { __typename } }', { ...invalid, says: /Unknown directive \\?"@defer/ }),
  documentCase('@stream', () => '{ customers { nodes @stream { id } } }', {
    ...invalid,
    says: /Unknown directive \\?"@stream/,
  }),
  documentCase('a NUL in a document', () => '{ \u0000 }', unreadable),
  documentCase('no operation', () => 'fragment a on Query { __typename }', { status: 400 }),
  documentCase('a type instead of a query', () => 'type A { a: Int }', { status: 400 }),
  documentCase('nothing selected', () => '{ }', unreadable),
];
