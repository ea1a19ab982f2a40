import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../kit/server.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const bin = (tool: string) => join(root, 'node_modules/.bin', tool);
let folder: string;
let tarball: string;
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'misura-client-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: join(root, 'client') });
  tarball = join(folder, (JSON.parse(stdout) as { filename: string }[])[0]?.filename ?? '');
  const installed = join(folder, 'installed');
  await mkdir(installed);
  await writeFile(join(installed, 'package.json'), JSON.stringify({ name: 'installed', private: true }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: installed });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** An empty project with the packed client in it as npm installs it, once for all, and beside it only React. */
async function project(name: string, type: 'module' | 'commonjs', files: Record<string, string>): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  const manifest = JSON.stringify({ name, version: '1.0.0', private: true, type });
  for (const [file, text] of Object.entries({ 'package.json': manifest, ...files })) {
    await writeFile(join(path, file), text);
  }
  await cp(join(folder, 'installed/node_modules'), join(path, 'node_modules'), { recursive: true });
  await mkdir(join(path, 'node_modules/@types'));
  for (const name of ['react', '@types/react']) {
    await symlink(join(root, 'node_modules', name), join(path, 'node_modules', name));
  }
  return path;
}

/** Records an event of `customer` on the real server, and prints what its usage is then. */
const use = (customer: string) => `
  async function main() {
    const client = createClient({ url: '${server.url}/graphql', key: '${server.adminKey}' });
    await client.createMeter({ key: 'calls', eventName: 'call', aggregation: 'COUNT' });
    const recorder = createRecorder(client, { createCustomers: true });
    await recorder.record({ name: 'call', customer: '${customer}' });
    await recorder.close();
    for await (const { value } of client.live.usageUpdated({ customer: '${customer}', meter: 'calls' })) return value;
  }
  main().then((value) => console.log('${customer} has', value), (error) => console.log(String(error)));
`;

/** The other entry points, and what each of them has. */
const entries = {
  http: 'meterExpress,meterFastify,meterFetch,meterHono',
  llm: 'llmFetch,llmMiddleware,meterLlm',
  react: 'MisuraProvider,useCreditBalance,useInvoices,useMisura,useUsage',
};
const list = (name: string) => `console.log(Object.keys(${name}).sort().join());`;
const listed = Object.values(entries).join('\n');

test('an ES module imports it', async () => {
  const others = Object.keys(entries).map((name) => `import * as ${name} from '@misura/client/${name}';${list(name)}`);
  const source = `import { createClient, createRecorder } from '@misura/client';${others.join('')}${use('esm')}`;
  const path = await project('esm', 'module', { 'index.js': source });
  expect((await run(process.execPath, ['index.js'], { cwd: path })).stdout).toBe(`${listed}\nesm has 1\n`);
});

test('a CommonJS module requires it', async () => {
  const others = Object.keys(entries).map((name) => `const ${name} = require('@misura/client/${name}');${list(name)}`);
  const source = `const { createClient, createRecorder } = require('@misura/client');${others.join('')}${use('cjs')}`;
  const path = await project('cjs', 'commonjs', { 'index.js': source });
  // The newest Node can require ES modules. This shows that there is no need to.
  const flags = process.allowedNodeEnvironmentFlags.has('--no-experimental-require-module')
    ? ['--no-experimental-require-module']
    : [];
  expect((await run(process.execPath, [...flags, 'index.js'], { cwd: path })).stdout).toBe(`${listed}\ncjs has 1\n`);
});

test('a browser bundle of it runs without anything of Node, and is small', async () => {
  const source = `import { createClient, createRecorder } from '@misura/client';${use('browser')}`;
  const path = await project('browser', 'module', { 'index.js': source });
  const outfile = join(path, 'bundle.js');
  const options = { bundle: true, minify: true, platform: 'browser', format: 'iife', logLevel: 'silent' } as const;
  await build({ ...options, entryPoints: [join(path, 'index.js')], outfile });
  const code = await readFile(outfile, 'utf8');
  const gzippedBytes = gzipSync(code).length;
  const operationCount = new Set(code.match(/(query|mutation|subscription) \w+[({]/g)).size;
  console.log(
    `The whole client in a browser: ${code.length} bytes, ${gzippedBytes} gzipped, ${operationCount} operations`,
  );
  // It is downloaded before anything is shown. The API grows; what each operation costs, the runtime's share included,
  // must not.
  expect(operationCount).toBeGreaterThan(50);
  expect(gzippedBytes / operationCount).toBeLessThan(155);
  expect(code).not.toMatch(/\brequire\(|["']node:|\bprocess\.|\bBuffer\b/);
  const line = await new Promise<string>((resolve, reject) => {
    const page = { fetch, AbortController, setTimeout, clearTimeout, crypto, TextDecoder, queueMicrotask };
    const console = { log: (...words: unknown[]) => resolve(words.join(' ')), error: reject };
    runInNewContext(code, { ...page, console });
  });
  expect(line).toBe('browser has 1');
});

const typed = `
  import { createClient, createRecorder, pages, unwrap, type Usage } from '@misura/client';
  import { type CountedRequest, meterFetch } from '@misura/client/http';
  import { llmFetch, llmMiddleware, meterLlm } from '@misura/client/llm';
  import { useUsage } from '@misura/client/react';
  const client = createClient({ url: 'http://localhost:4000/graphql', key: 'k' });
  export async function main(): Promise<string | null> {
    const { meter } = unwrap(await client.createMeter({ key: 'k', eventName: 'call', aggregation: 'COUNT' }));
    for await (const customer of pages((after) => client.customers({ after }))) customer.externalId.toUpperCase();
    for await (const usage of client.live.usageUpdated({ customer: 'ada', meter: meter.key })) return usage.value;
    await createRecorder(client).record({ name: 'call', customer: 'ada', properties: { deep: [1, { er: null }] } });
    const customer = ({ headers }: Request, { method }: CountedRequest) => (method === 'GET' ? headers.get('c') : null);
    await meterFetch(() => new Response(), { recorder: createRecorder(client), customer })(new Request('http://a'));
    class Models { withOptions(_: { fetch?: typeof fetch }) { return this; } }
    const models: Models = meterLlm(new Models(), { recorder: createRecorder(client), customer: ({ model }) => model });
    models.withOptions({ fetch: llmFetch({ recorder: createRecorder(client), customer: 'ada', event: () => null }) });
    llmMiddleware({ recorder: createRecorder(client), customer: 'ada' }).wrapGenerate satisfies object;
    const usage: Usage | null = await client.customerUsage({ customer: 'ada', meter: 'k', from: new Date() });
    return usage === null ? null : usage.eventCount;
  }
  export async function mistakes(usage: Usage) {
    // @ts-expect-error no such aggregation
    await client.createMeter({ key: 'k', eventName: 'call', aggregation: 'MEDIAN' });
    // @ts-expect-error the customer is missing
    await client.recordEvent({ id: '1', name: 'call' });
    // @ts-expect-error no such field
    usage.valeu;
    // @ts-expect-error a quantity is text: adding to it would not add up
    usage.eventCount.toFixed(2);
    // @ts-expect-error a failure has no meter: which of them it is has to be asked first
    (await client.createMeter({ key: 'k', eventName: 'call', aggregation: 'COUNT' })).meter;
    // @ts-expect-error a key and a token
    createClient({ url: 'http://localhost', key: 'k', token: 't' });
    createClient({ url: '/graphql', session: true });
    // @ts-expect-error a session and a key
    createClient({ url: '/graphql', session: true, key: 'k' });
    // @ts-expect-error a meter needs a recorder
    meterFetch(() => new Response(), { customer: () => 'ada' });
    const live: string | undefined = useUsage({ customer: 'ada', meter: 'k' }).data?.value ?? undefined;
    // @ts-expect-error neither
    createClient({ url: 'http://localhost' });
    // @ts-expect-error a recorder takes no event without a name
    await createRecorder(client).record({ customer: 'ada' });
  }
`;

test.each([
  ['nodenext', 'module', { module: 'nodenext' }],
  ['node16, CommonJS', 'commonjs', { module: 'node16' }],
  ['bundler', 'module', { module: 'esnext', moduleResolution: 'bundler' }],
] as const)('its types are found and hold: %s', async (_, type, options) => {
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    strict: true,
    noEmit: true,
    ...options,
  };
  const path = await project(`types-${options.module}`, type, {
    'index.ts': typed,
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['index.ts'] }),
  });
  await run(bin('tsc'), ['-p', path]).catch((error: { stdout: string }) => expect.unreachable(error.stdout));
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

test('it has no dependencies, and carries its README and its licence', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  const names = stdout.trim().split('\n');
  expect(names).toEqual(expect.arrayContaining(['package/README.md', 'package/LICENSE', 'package/package.json']));
  // Beside what is built: for tools that do not know `exports`, a folder that says where each entry point is.
  const expected = /^package\/(dist\/.*\.(js|d\.ts|json)|(react|llm|http)\/package\.json|[\w.]+)$/;
  expect(names.filter((name) => !expected.test(name))).toEqual([]);
  const manifest = JSON.parse(await readFile(join(root, 'client/package.json'), 'utf8')) as Record<string, unknown>;
  expect(Object.keys(manifest).filter((key) => /dependencies$|scripts/i.test(key))).toEqual(['peerDependencies']);
  // React is for who imports `@misura/client/react`, and they have it.
  expect(manifest.peerDependencies).toEqual({ '@types/react': '>=18', react: '>=18' });
  expect(manifest.peerDependenciesMeta).toEqual({ '@types/react': { optional: true }, react: { optional: true } });
  expect(manifest).toMatchObject({ sideEffects: false, license: 'Apache-2.0', engines: { node: '>=20.19' } });
});
