import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

// Loaded by few starts or by few requests, and large; or a package of its own that is built by itself.
const external = [
  '@graphql-yoga/render-graphiql',
  '@misura/client',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/sdk-trace-node',
  '@prisma/client/runtime/query_compiler*',
  '@redis/client',
];

/**
 * Puts the server and what it imports into a few files in dist/, one for each command of the command line. A start reads
 * those instead of 2,000 small ones, which took most of its time. Types are not looked at.
 */
export async function bundle() {
  await rm(join(root, 'dist'), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    // As deep as the sources are, because they name files beside src/ from where they are.
    entryPoints: { 'cli/main': 'src/cli/main.ts' },
    chunkNames: 'cli/[name]-[hash]',
    outdir: 'dist',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: true,
    sourcesContent: false,
    external,
    // Unless told otherwise graphql compares every type it meets with the copies of itself that might be there, 5 % of the
    // time of recording.
    define: { 'process.env.NODE_ENV': '"production"' },
    // For packages that are CommonJS and ask for modules of Node.
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`,
    },
    logLevel: 'warning',
  });
}
