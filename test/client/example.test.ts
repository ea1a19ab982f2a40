import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../kit/server.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const example = join(root, 'examples/llm-tokens');
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

type Said = { readonly stdout: string; readonly stderr: string; readonly code?: number };

function runExample(args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const MISURA_URL = `${server.url}/graphql`;
  const all = { ...process.env, INIT_CWD: root, MISURA_URL, MISURA_KEY: server.adminKey, ...env };
  return run(process.execPath, ['main.js', ...args], { cwd: example, env: all }).catch((failed: Said) => failed);
}

/** The table that the sample should make, added up here without any of the program's own code. */
async function expectedTable(): Promise<string[]> {
  const text = await readFile(join(example, 'sample.csv'), 'utf8');
  const rows = text.trim().split('\n').slice(1);
  const names = Array.from({ length: 20 }, (_, i) => `c${i < 10 ? '0' : ''}${i}`);
  const line = (name: string, own: string[]) => {
    const sum = (column: number) => own.reduce((total, row) => total + BigInt(row.split(',')[column] ?? ''), 0n);
    return [name, BigInt(own.length), sum(1), sum(2)].map((cell) => cell.toLocaleString('en')).join(' ');
  };
  const customers = names.map((name, i) =>
    line(
      name,
      rows.filter((_, row) => row % 20 === i),
    ),
  );
  return ['customer llm-requests context-tokens generated-tokens', ...customers, line('all', rows)];
}

const tableOf = ({ stdout }: Said) => {
  const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '));
  return lines.slice(lines.findIndex((line) => line.startsWith('customer'))).filter((line) => line !== '');
};
const liveCounts = ({ stdout }: Said) =>
  [...stdout.matchAll(/tokens in (\d+) requests/g)].map((match) => Number(match[1]));

test('it records the sample, shows a number that moves, and prints what each customer used', async () => {
  const said = await runExample(['examples/llm-tokens/sample.csv', '1']);
  expect(said.stderr).toBe('');
  expect(said.stdout).toContain('300 recorded, 0 duplicates, 0 rejected');
  expect(tableOf(said)).toEqual(await expectedTable());
  const counts = liveCounts(said);
  expect(counts[0]).toBe(0);
  expect(counts.at(-1)).toBe(15);
  expect(counts.length).toBeGreaterThan(3);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
});

test('run again, every event is a duplicate and no number has moved', async () => {
  const said = await runExample([], { INIT_CWD: '/' });
  expect(said.stderr).toBe('');
  expect(said.stdout).toContain('0 recorded, 300 duplicates, 0 rejected');
  expect(tableOf(said)).toEqual(await expectedTable());
  expect(liveCounts(said)).toEqual([15]);
});

test('without a key it says where to get one', async () => {
  const said = await runExample([], { MISURA_KEY: '' });
  expect(said.code).toBe(1);
  expect(said.stderr).toMatch(/^MISURA_KEY is not set\. .*\n$/);
});

test('a key that is refused and a server that is not there are said in one line', async () => {
  const refused = await runExample([], { MISURA_KEY: 'msr_live_none' });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/^createMeter: This API key is not valid.*\n$/);
  const away = await runExample([], { MISURA_URL: 'http://127.0.0.1:9/graphql' });
  expect(away.code).toBe(1);
  expect(away.stderr).toMatch(/^createMeter: http:\/\/127\.0\.0\.1:9\/graphql does not answer.*\n$/);
});

test('a file that is something else is refused with its line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'misura-example-'));
  const path = join(folder, 'requests.csv');
  await writeFile(
    path,
    'TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-14 09:30:02,1,2\n2024-05-14 09:30:03,1,many\n',
  );
  expect((await runExample([path])).stderr).toBe(`${path}:3: not two numbers\n`);
  await writeFile(path, 'a,b\n');
  expect((await runExample([path])).stderr).toContain('the first line has to be TIMESTAMP,');
  await rm(folder, { recursive: true });
});

test('it compiles against the types of the client', async () => {
  const compiled = run(join(root, 'node_modules/.bin/tsc'), ['-p', example]);
  await compiled.catch((error: { stdout: string }) => expect.unreachable(error.stdout));
});
