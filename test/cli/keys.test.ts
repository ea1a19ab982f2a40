import { afterAll, beforeAll, expect, test } from 'vitest';
import { askServer, runCli } from '../kit/cli.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const settings = () => ({ DATABASE_URL: server.databaseUrl });

test('a key made at the command line works at once, and is listed without its secret', async () => {
  const made = runCli(['keys', 'create', '--scope', 'read', '--scope', 'INGEST', '--name', 'Lost keys'], settings());
  expect(await made.ended).toBe(0);
  const secret = /^(msr_test_\w+)$/m.exec(made.output())?.[1] as string;
  expect(await askServer(`${server.url}/graphql`, secret, '{ workspace { mode } }')).toEqual({
    workspace: { mode: 'TEST' },
  });
  await expect(
    askServer(
      `${server.url}/graphql`,
      secret,
      'mutation { createApiKey(input: { name: "a", scopes: [READ] }) { __typename } }',
    ),
  ).rejects.toThrow(/FORBIDDEN/);

  const listed = runCli(['keys', 'list'], settings());
  expect(await listed.ended).toBe(0);
  expect(listed.output()).toMatch(/INGEST,READ {2}\d{4}-\d\d-\d\d {2}Lost keys/);
  expect(listed.output()).not.toContain(secret);
});

test.each([
  [['keys', 'create'], /--scope is INGEST, READ, ADMIN/],
  [['keys', 'create', '--scope', 'ROOT'], /not "ROOT"/],
  [['keys', 'create', '--scope', 'ADMIN', '--workspace', 'nowhere'], /Which workspace\?[\s\S]*TEST/],
  [['keys', 'delete'], /There is no command "keys delete"/],
  [['keys', 'create', '--scope', 'ADMIN', '--name', ''], /name|text/],
])('%j is refused, and says why', async (args, message) => {
  const cli = runCli(args, settings());
  expect([await cli.ended, cli.output()]).toEqual([2, expect.stringMatching(message)]);
});
