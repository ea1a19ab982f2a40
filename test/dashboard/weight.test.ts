import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../dashboard/dist/', import.meta.url));

type Chunk = { readonly file: string; readonly imports?: readonly string[] };

/** The files of JavaScript that these need, each once. */
function filesOf(names: readonly string[]): string[] {
  const chunks = JSON.parse(readFileSync(`${folder}.vite/manifest.json`, 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const collect = (name: string): void => {
    const chunk = chunks[name];
    if (chunk === undefined) throw new Error(`${name} is not in the built dashboard: npm run build`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const needed of chunk.imports ?? []) collect(needed);
  };
  for (const name of names) collect(name);
  return [...files];
}

test('the first page is at most 250 kB of JavaScript, gzipped', () => {
  const files = filesOf(['index.html', 'src/pages/overview/overview.tsx']);
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(folder + file)).length, 0);
  expect(files.length).toBeGreaterThan(2);
  expect(bytes).toBeLessThan(250_000);
});
