import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestServer } from './server.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** A fenced block of a document, with the section it is in and the language it says it has. */
export type Block = { readonly section: string; readonly language: string; readonly text: string };

/** The fenced blocks of a document, in order. `path` is from the root of the repository. */
export async function readBlocks(path: string): Promise<Block[]> {
  const document = await readFile(join(root, path), 'utf8');
  return document.split(/^##? /m).flatMap((part) => {
    const section = part.slice(0, part.indexOf('\n'));
    const blocks = part.matchAll(/^```(\w+)\n(.*?)^```$/gms);
    return [...blocks].map(([, language = '', text = '']) => ({ section, language, text }));
  });
}

/** What a block of code prints, as far as its page says it: nothing, if no block of text follows. */
export type Step = { readonly code: string; readonly prints: string };

export function stepsOf(blocks: readonly Block[], codeLanguage = 'ts'): Step[] {
  return blocks.flatMap(({ language, text: code }, i) => {
    const next = blocks[i + 1];
    return language === codeLanguage ? [{ code, prints: next?.language === 'text' ? next.text : '' }] : [];
  });
}

// Between the blocks, to tell what each of them prints.
const mark = '--- end of a block ---\n';

/** The code of a page as one program. */
export function programOf(steps: readonly Step[]): string {
  return steps.map(({ code }) => `${code}process.stdout.write(${JSON.stringify(mark)});\n`).join('');
}

/** What each step of such a program has printed. */
export function printsOf(printed: string): string[] {
  return printed.split(mark).slice(0, -1);
}

/** A folder in which code of documents is compiled and run, as in a project that has installed the client. */
export type Project = {
  /** Compiles programs, by their names, in one run of tsc. Throws what the compiler says. With JSX the name ends in `.tsx`. */
  compile(programs: ReadonlyMap<string, string>): Promise<void>;
  /** Runs a program that was compiled, with the server's address and key, and gives what it prints. */
  run(name: string, server: Pick<TestServer, 'url' | 'adminKey'>, more?: NodeJS.ProcessEnv): Promise<string>;
  remove(): Promise<void>;
};

const compilerOptions = {
  target: 'es2022',
  lib: ['es2022'],
  types: ['node'],
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  rewriteRelativeImportExtensions: true,
  jsx: 'react-jsx',
};

export async function createProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'misura-documents-'));
  await mkdir(join(folder, 'node_modules/@misura'), { recursive: true });
  await symlink(join(root, 'client'), join(folder, 'node_modules/@misura/client'));
  for (const name of ['@types', 'react', 'express', 'openai'])
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  return {
    async compile(programs) {
      // A program without imports and exports would share its names with the others.
      for (const [name, code] of programs) {
        await writeFile(join(folder, name.endsWith('.tsx') ? name : `${name}.ts`), `${code}\nexport {};\n`);
      }
      await run(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).catch((error: { stdout: string }) => {
        throw new Error(error.stdout);
      });
    },
    async run(name, server, more = {}) {
      const env = { ...process.env, ...more, MISURA_URL: `${server.url}/graphql`, MISURA_KEY: server.adminKey };
      const { stdout } = await run(process.execPath, [join(folder, `${name}.js`)], { env, timeout: 20_000 });
      return stdout;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
