import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../kit/server.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
let folder: string;
let server: TestServer;

/** The blocks of TypeScript in client/README.md, in order, with the section each is in. */
async function readmeBlocks(): Promise<{ section: string; code: string }[]> {
  const text = await readFile(join(root, 'client/README.md'), 'utf8');
  return text.split(/^## /m).flatMap((part) => {
    const section = part.slice(0, part.indexOf('\n'));
    return [...part.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => ({ section, code: match[1] ?? '' }));
  });
}

beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'misura-readme-'));
  await mkdir(join(folder, 'node_modules/@misura'), { recursive: true });
  await symlink(join(root, 'client'), join(folder, 'node_modules/@misura/client'));
  await symlink(join(root, 'node_modules/@types'), join(folder, 'node_modules/@types'));
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

test('every block of the README compiles, runs, and says what it says it does', async () => {
  const blocks = await readmeBlocks();
  const names = blocks.map((_, i) => (i === 0 ? 'misura' : `block-${i}`));
  await Promise.all(blocks.map(({ code }, i) => writeFile(join(folder, `${names[i]}.ts`), `${code}\nexport {};\n`)));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022'],
    types: ['node'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    rewriteRelativeImportExtensions: true,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const compiled = run(join(root, 'node_modules/.bin/tsc'), ['-p', folder]);
  await compiled.catch((error: { stdout: string }) => expect.unreachable(`client/README.md: ${error.stdout}`));

  const env = { ...process.env, MISURA_URL: `${server.url}/graphql`, MISURA_KEY: server.adminKey };
  const said: Record<string, string> = {};
  for (const [i, { section }] of blocks.entries()) {
    const { stdout } = await run(process.execPath, [join(folder, `${names[i]}.js`)], { env, timeout: 20_000 });
    said[section] = (said[section] ?? '') + stdout;
  }
  expect(said.Record).toContain('{ recorded: 2, duplicates: 0, rejected: [] }');
  expect(said.Read).toMatch(/^1200\.5 null\n/);
  expect(said.Read).toContain('2026-03-28T23:00:00Z 0\n2026-03-29T22:00:00Z 0\n');
  expect(said.Read).toMatch(/\nada\n1200\.5\n$/);
  expect(said.Live).toBe('1200.5\n');
  expect(said.Errors).toBe('there is one already: tokens\nNotFound There is no customer with this id.\n');
  expect(said.Recorder).toContain('{ recorded: 2, duplicates: 0, rejected: 0, warnings: 0 }');
  expect(said['Writing tests']).toBe('asked for ada\nnull\n1\n');
}, 60_000);
