import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

// The list of audits does not depend on where the server is, which is only known once it listens.
const audits = serverAudits({ url: () => `${server.url}/graphql`, fetchFn: fetch });

describe('a server that speaks GraphQL over HTTP', () => {
  // The SHOULD and MAY audits are warnings and notices elsewhere; here every one of them must be met.
  test.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn();
    expect({ status: result.status, reason: 'reason' in result ? result.reason : undefined }).toEqual({
      status: 'ok',
      reason: undefined,
    });
  });

  test('is audited in all that the specification says, the optional parts too', () => {
    const kinds = audits.map(({ name }) => /^(MUST|SHOULD|MAY)/.exec(name)?.[1]);
    expect(kinds).not.toContain(undefined);
    expect(new Set(kinds)).toEqual(new Set(['MUST', 'SHOULD', 'MAY']));
    expect(audits.length).toBeGreaterThan(50);
  });
});

test('a server that answers everything with the same does not pass', async () => {
  const constant = createServer((_request, response) => {
    response.setHeader('content-type', 'application/graphql-response+json; charset=utf-8');
    response.end('{"data":{"__typename":"Query"}}');
  });
  await new Promise<void>((resolve) => constant.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(constant.address() as AddressInfo).port}/graphql`;
  const results = await Promise.all(serverAudits({ url, fetchFn: fetch }).map((audit) => audit.fn()));
  await new Promise((resolve) => constant.close(resolve));
  expect(results.filter(({ status }) => status !== 'ok').length).toBeGreaterThan(20);
});
