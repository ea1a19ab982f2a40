import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const dashboard = `${root}dashboard/dist/`;

type Chunk = { readonly file: string; readonly imports?: readonly string[] };

/** All of the client's entry points together, as a program has them that uses everything; React is the program's own. */
async function clientBytes(...entries: string[]): Promise<number> {
  const contents = entries
    .map((entry, i) => `import * as entry${i} from '${entry}'; globalThis.e${i} = entry${i};`)
    .join('');
  const stdin = { contents, resolveDir: `${root}client` };
  const external = ['react'];
  const { outputFiles } = await build({ stdin, external, bundle: true, minify: true, format: 'esm', write: false });
  return gzipSync(outputFiles[0]?.contents ?? '').length;
}

/** The JavaScript that these modules of the dashboard need, each file once. */
function dashboardBytes(...modules: string[]): number {
  const chunks = JSON.parse(readFileSync(`${dashboard}.vite/manifest.json`, 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const collect = (name: string): void => {
    const chunk = chunks[name];
    if (chunk === undefined) throw new Error(`${name} is not in the built dashboard: npm run build`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const needed of chunk.imports ?? []) collect(needed);
  };
  for (const name of modules) collect(name);
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(dashboard + file)).length, 0);
}

const table = readFileSync(`${root}docs/sizes.md`, 'utf8');

/** What the page says of it: its size, and the most it may have. */
function row(what: string): { readonly kB: number; readonly kBMax: number } {
  const cells = table
    .split('\n')
    .find((line) => line.startsWith(`| ${what} |`))
    ?.split('|');
  return { kB: Number(cells?.[2]), kBMax: Number(cells?.[3]) };
}

test.each([
  ['`@misura/client`', () => clientBytes('@misura/client')],
  ['`@misura/client/react`', () => clientBytes('@misura/client/react')],
  ['`@misura/client/http`', () => clientBytes('@misura/client/http')],
  ['`@misura/client/llm`', () => clientBytes('@misura/client/llm')],
  [
    'all entry points together',
    () => clientBytes(...['', '/react', '/http', '/llm'].map((of) => `@misura/client${of}`)),
  ],
  ['the dashboard’s first load', () => dashboardBytes('index.html', 'src/pages/overview/overview.tsx')],
  [
    'the customer’s page',
    () => dashboardBytes('customer.html', 'src/customer/credits-now.tsx', 'src/customer/invoices-now.tsx'),
  ],
])('%s is as large as docs/sizes.md says, and not larger than it may be', async (what, measure) => {
  const { kB, kBMax } = row(what);
  const measured = (await measure()) / 1_000;
  // What the page rounds off, and what two releases of zlib differ by at the most.
  const tolerance = 0.05 + kB * 0.02;
  const instead = `Look at what it is, and write into docs/sizes.md: | ${what} | ${measured.toFixed(1)} |`;
  expect(Math.abs(measured - kB), instead).toBeLessThanOrEqual(tolerance);
  expect(measured).toBeLessThan(kBMax);
});
