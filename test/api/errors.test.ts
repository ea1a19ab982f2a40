import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiError, createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

async function post(body: string, headers: Record<string, string> = {}) {
  const response = await api.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${api.adminKey}`, ...headers },
    body,
  });
  const { data, errors = [] } = (await response.json()) as { data?: unknown; errors?: ApiError[] };
  return { status: response.status, requestId: response.headers.get('x-request-id'), data, errors };
}

test('a bug is masked: the caller gets the request’s id, and nothing of what went wrong', async () => {
  await api.database.pool.query('ALTER TABLE api_key RENAME COLUMN hint TO gone');
  const { data, errors, requestId, status } = await post('{"query": "{ workspace { id } apiKeys { nodes { id } } }"}', {
    'x-request-id': 'mine-1',
  });
  await api.database.pool.query('ALTER TABLE api_key RENAME COLUMN gone TO hint');
  expect({ status, requestId, data }).toEqual({ status: 200, requestId: 'mine-1', data: null });
  expect(errors).toEqual([
    {
      message: 'Something went wrong on our side. It has been logged.',
      locations: expect.anything(),
      path: ['apiKeys'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'mine-1' },
    },
  ]);
});

test.each(['', 'x'.repeat(65), 'two words', '<script>', 'ü'])(
  'a request id that is not fit for a log line is replaced: %j',
  async (given) => {
    const { requestId } = await post(
      '{"query": "{ workspace { id } }"}',
      given === 'ü' ? { 'x-request-id': '\u00fc' } : { 'x-request-id': given },
    );
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test.each([
  ['a syntax error', '{"query": "{"}', /Syntax Error/, 'GRAPHQL_PARSE_FAILED'],
  [
    'an unknown field',
    '{"query": "{ workspace { secret } }"}',
    /Cannot query field "secret"/,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a variable of the wrong type',
    '{"query": "query ($id: ID) { customer(id: $id) { id } }", "variables": {"id": []}}',
    /Variable "\$id" got invalid value/,
  ],
  [
    'a missing variable',
    '{"query": "query ($id: ID!) { node(id: $id) { id } }"}',
    /Variable "\$id" of required type "ID!" was not provided/,
  ],
  [
    'a name that no operation has',
    '{"query": "{ __typename }", "operationName": "other"}',
    /Could not determine what operation to execute/,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  ['a body that is no JSON', 'query', /./, 'BAD_REQUEST'],
  ['a body without a query', '{}', /Must provide query string/, 'BAD_REQUEST'],
  [
    'two ids for one customer',
    '{"query": "{ customer(id: \\"a\\", externalId: \\"b\\") { id } }"}',
    /^Give either `id` or `externalId`\.$/,
  ],
  ['no id for a meter', '{"query": "{ meter { id } }"}', /^Give either `id` or `key`\.$/],
])('%s is the caller’s own: it is said', async (_name, body, message, code = 'BAD_USER_INPUT') => {
  const { errors, data } = await post(body);
  expect(data ?? null, JSON.stringify(data)).toSatisfy(
    (value) => value === null || Object.values(value as object).every((part) => part === null),
  );
  expect(errors).toHaveLength(1);
  expect(errors[0]?.message).toMatch(message);
  expect(errors[0]?.extensions).toEqual({ code });
});

test('no answer has a stack or a path of the server in it', async () => {
  for (const body of ['{', '{"query": "{ a { b } }"}', '{"query": 5}', '[]', 'null']) {
    expect(JSON.stringify(await post(body))).not.toMatch(/node_modules|\/src\/|stack|\.ts:/);
  }
});
