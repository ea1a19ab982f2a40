// Generates what is generated and builds what is built. Runs as `prepare`, so `npm ci` alone leaves a server that
// starts, a client that can be imported and a dashboard that can be served. Plain JavaScript, because it runs before anything is compiled.
//
//   node scripts/build.mjs                everything
//   node scripts/build.mjs generate       only the sources that are not in the repository
//   node scripts/build.mjs schema-check   nothing: compares schema.graphql with the code

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compress } from './compress.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const prismaClient = () => run('database client', 'prisma', ['generate']);
const schemaCheck = () => run('contract', 'tsx', ['scripts/schema-check.ts']);
const clientSources = () => run('client sources', 'graphql-codegen', ['--config', 'codegen.ts']);

async function generate() {
  await Promise.all([prismaClient(), clientSources()]);
}

async function build() {
  await rm(join(root, 'client/dist'), { recursive: true, force: true });
  await Promise.all([prismaClient().then(bundleServer), clientSources().then(buildClient)]);
  // Server and dashboard import the client's package, types and all.
  await Promise.all([run('types', 'tsc', ['-p', 'tsconfig.build.json']), buildDashboard()]);
  await compress(join(root, 'dashboard/dist'));
}

async function buildDashboard() {
  await run('dashboard', 'vite', ['build', 'dashboard', '--config', 'dashboard/vite.config.ts', '--logLevel', 'warn']);
}

async function bundleServer() {
  // Not at the top of this file: what it needs is not there without the development dependencies.
  const { bundle } = await import('./bundle.mjs');
  const startedAt = performance.now();
  await bundle();
  sayTime('server', startedAt);
}

/** Twice, because `require` of an ES module works in new versions of Node only. */
async function buildClient() {
  await run('client, ES modules', 'tsc', ['-p', 'client/tsconfig.json']);
  // The same sources, which have been checked.
  await run('client, CommonJS', 'tsc', ['-p', 'client/tsconfig.cjs.json', '--noCheck']);
  await writeFile(join(root, 'client/dist/esm/package.json'), '{ "type": "module", "sideEffects": false }\n');
  await writeFile(join(root, 'client/dist/cjs/package.json'), '{ "type": "commonjs", "sideEffects": false }\n');
}

/** Shows what a tool says only if it fails. */
function run(what, tool, args) {
  const startedAt = performance.now();
  // Prisma starts its generators by their names. npm puts them on the path, who calls this file by hand does not.
  const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  const child = spawn(process.execPath, [toolPath(tool), ...args], { cwd: root, env });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== 0)
        return reject(new Error(`${what}: ${tool} ${args.join(' ')} ended with ${code ?? signal}\n\n${output}`));
      sayTime(what, startedAt);
      resolve();
    });
  });
}

function sayTime(what, startedAt) {
  console.log(`${what}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}

/** The programs behind node_modules/.bin. Not through npx, which may ask the network. */
function toolPath(tool) {
  return join(root, 'node_modules', '.bin', tool);
}

const commands = { build, generate, 'schema-check': schemaCheck };
const [command = 'build', ...others] = process.argv.slice(2);
try {
  if (!Object.hasOwn(commands, command) || others.length > 0) {
    throw new Error(`Usage: node scripts/build.mjs [${Object.keys(commands).join('|')}]`);
  }
  if (existsSync(toolPath('graphql-codegen'))) {
    await commands[command]();
  } else if (existsSync(join(root, 'dist/cli/main.js'))) {
    // `npm ci --omit=dev` where somebody has built before.
    console.log('The development dependencies are not installed. What is built stays as it is.');
  } else {
    throw new Error('The development dependencies are needed to build. Run `npm ci` without --omit=dev.');
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
