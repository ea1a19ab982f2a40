import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const bin = (tool: string) => join(root, 'node_modules/.bin', tool);
let folder: string;
let tarball: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'misura-client-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: join(root, 'client') });
  tarball = join(folder, (JSON.parse(stdout) as { filename: string }[])[0]?.filename ?? '');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** An empty project with the packed client and nothing else in it. */
async function project(name: string, type: 'module' | 'commonjs', source: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'package.json'), JSON.stringify({ name, version: '1.0.0', private: true, type }));
  await writeFile(join(path, 'index.js'), source);
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: path });
  return path;
}

const use = `
  const client = createClient({
    url: 'http://misura.test/graphql',
    key: 'any',
    fetch: async () => Response.json({ data: { meter: { key: 'tokens' } } }),
  });
  client.meter({ key: 'tokens' }).then(({ key }) => console.log(key, typeof createRecorder, typeof pages));
`;
const expected = 'tokens function function\n';

test('an ES module imports it', async () => {
  const source = `import { createClient, createRecorder, pages } from '@misura/client';${use}`;
  const path = await project('esm', 'module', source);
  expect((await run(process.execPath, ['index.js'], { cwd: path })).stdout).toBe(expected);
});

test('a CommonJS module requires it', async () => {
  const source = `const { createClient, createRecorder, pages } = require('@misura/client');${use}`;
  const path = await project('cjs', 'commonjs', source);
  // The newest Node can require ES modules. This shows that there is no need to.
  const flags = process.allowedNodeEnvironmentFlags.has('--no-experimental-require-module')
    ? ['--no-experimental-require-module']
    : [];
  expect((await run(process.execPath, [...flags, 'index.js'], { cwd: path })).stdout).toBe(expected);
});

test('a browser bundle of it runs without anything of Node', async () => {
  const source = `import { createClient, createRecorder, pages } from '@misura/client';${use}`;
  const path = await project('browser', 'module', source);
  const outfile = join(path, 'bundle.js');
  const options = { bundle: true, minify: true, platform: 'browser', format: 'iife', logLevel: 'silent' } as const;
  await build({ ...options, entryPoints: [join(path, 'index.js')], outfile });
  const code = await readFile(outfile, 'utf8');
  // In a browser this is downloaded before anything is shown.
  expect(code.length).toBeLessThan(40_000);
  const line = await new Promise<string>((resolve, reject) => {
    const page = { Response, AbortController, setTimeout, clearTimeout, crypto, TextDecoder };
    const console = { log: (...words: unknown[]) => resolve(`${words.join(' ')}\n`) };
    runInNewContext(code, { ...page, console, onerror: reject });
  });
  expect(line).toBe(expected);
});

test('what a program does not use is left out of its bundle', async () => {
  const contents = `import { pages } from '@misura/client'; console.log(pages);`;
  const stdin = { contents, resolveDir: join(root, 'client') };
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: 'esm', write: false });
  expect(outputFiles[0]?.text.length).toBeLessThan(600);
});

test('publint and attw find nothing to complain of', async () => {
  const { stdout } = await run(bin('publint'), ['--strict', tarball], { cwd: root });
  expect(stdout).toContain('All good!');
  // Its strict profile: every way of resolving, the oldest one too. Ends with an error if anything is wrong.
  await run(bin('attw'), ['--profile', 'strict', tarball], { cwd: root });
});

test('it has no dependencies, and carries its README', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  expect(stdout.split('\n')).toContain('package/README.md');
  const manifest = JSON.parse(await readFile(join(root, 'client/package.json'), 'utf8')) as Record<string, unknown>;
  expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
});
