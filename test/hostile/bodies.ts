import { gzipSync } from 'node:zlib';
import { asked, type HostileCase, json, many } from './case.ts';

const badRequest = { status: 400, code: 'BAD_REQUEST' };
const noop = '{"query": "{ __typename }"}';
const fiftyMegabytes = () => `{"query": "{ __typename }", "variables": {"text": "${'x'.repeat(50 * 1024 * 1024)}"}}`;
const recordOne = 'mutation { recordEvent(input: { id: "1", name: "call", customer: "known" }) { __typename } }';

/** What is no GraphQL request yet. */
export const bodies: readonly HostileCase[] = [
  ...[
    ['nothing but a brace', '{'],
    ['JSON that is cut off', '{"query": "{ __typename }", "variables": {"a": [1, 2'],
    ['JSON and more after it', `${noop} {}`],
    ['a word', 'query'],
    ['NaN in JSON', '{"query": "{ __typename }", "variables": {"n": NaN}}'],
    ['a comma too many', '{"query": "{ __typename }",}'],
    ['single quotes', "{'query': '{ __typename }'}"],
    ['a NUL in JSON', '{"query": "{ __typename }\u0000"}'],
    ['a byte order mark in the middle', '{"query"\ufeff: "{ __typename }"}'],
    ['nothing at all', ''],
    ['blanks', '   \n'],
  ].map(([name, body]) => ({ name: `${name}`, sent: () => json(`${body}`), must: { ...badRequest, says: /JSON/ } })),
  {
    name: 'bytes that are no UTF-8 where JSON has its braces',
    sent: () => json(Buffer.from([0xff, 0xfe, 0x00, 0x7b])),
    must: badRequest,
  },
  {
    name: 'a body that is compressed',
    sent: () => json(gzipSync(noop), { headers: { 'content-encoding': 'gzip' } }),
    must: badRequest,
  },
  ...['[]', '1', '"text"', 'null', 'true', '{"query": 5}', '{"query": {}}'].map((body) => ({
    name: `${body} as the body`,
    sent: () => json(body),
    must: badRequest,
  })),
  ...['{}', '{"query": null}', '{"variables": {}}'].map((body) => ({
    name: `${body} as the body`,
    sent: () => json(body),
    must: { code: 'BAD_REQUEST', says: /Must provide query string/ },
  })),
  { name: 'an empty document', sent: () => json('{"query": ""}'), must: { code: 'GRAPHQL_PARSE_FAILED' } },
  ...['"a"', '[]', '5', 'true'].map((variables) => ({
    name: `${variables} as the variables`,
    sent: () => json(`{"query": "{ __typename }", "variables": ${variables}}`),
    must: badRequest,
  })),
  {
    name: 'a field beside those of a request',
    sent: () => json('{"query": "{ __typename }", "x": 1}'),
    must: badRequest,
  },
  {
    name: 'several requests in a list',
    sent: () => json(`[${noop}, ${noop}]`),
    must: { status: 400, says: /[Bb]atching/ },
  },
  {
    name: '10,000 requests in a list',
    sent: () => json(`[${many(10_000, () => noop, ',')}]`),
    must: { status: 400, says: /[Bb]atching/ },
  },
  ...['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/octet-stream', '', 'json'].map(
    (type) => ({
      name: `a body of the type ${JSON.stringify(type)}`,
      sent: () => json(noop, { headers: { 'content-type': type } }),
      must: { status: 415 },
    }),
  ),
  ...['PUT', 'DELETE', 'PATCH'].map((method) => ({
    name: `${method} instead of POST`,
    sent: () => json(noop, { method }),
    must: { status: 405 },
  })),
  {
    name: 'a mutation by GET',
    sent: () => ({ method: 'GET', path: `/graphql?query=${encodeURIComponent(recordOne)}` }),
    must: { status: 405, says: /mutation operation from a POST/ },
  },
  {
    name: 'variables by GET that are no JSON',
    sent: () => ({ method: 'GET', path: `/graphql?query=${encodeURIComponent('{ __typename }')}&variables={` }),
    must: badRequest,
  },
  { name: 'a path that is not there', sent: () => json(noop, { path: '/graphql/../admin' }), must: { status: 404 } },
  {
    name: '50 MB that say so',
    sent: () => json(fiftyMegabytes()),
    must: { status: 413, code: 'QUERY_TOO_LARGE', says: /32 MiB/ },
  },
  {
    name: '50 MB in chunks',
    sent: () => json(fiftyMegabytes(), { chunked: true }),
    must: { status: 413, code: 'QUERY_TOO_LARGE', says: /32 MiB/ },
  },
  {
    name: 'half of a body, and then the end of it',
    sent: () => json(noop.slice(0, 10), { chunked: true }),
    must: { ...badRequest, says: /JSON/ },
  },
  {
    name: 'a header of 100 KB',
    sent: () => json(noop, { headers: { 'x-request-id': 'x'.repeat(100_000) } }),
    must: { status: 431 },
  },
  {
    name: 'a live field by a plain POST',
    sent: () =>
      asked(
        'subscription { usageUpdated(customer: "known", meter: "calls") { value } }',
        {},
        {
          headers: { accept: 'application/json' },
        },
      ),
    must: { status: 406 },
  },
];
