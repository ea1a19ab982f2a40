import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Block, createProject, type Project, readBlocks } from './kit/documents.ts';
import { startTestServer } from './kit/server.ts';

const pages = readdirSync('docs/recipes')
  .filter((file) => file !== 'README.md')
  .map((file) => file.replace('.md', ''));
let project: Project;

/** What a block of code prints, as far as its page says it: nothing, if no block of text follows. */
type Step = { readonly code: string; readonly prints: string };

function stepsOf(blocks: readonly Block[]): Step[] {
  return blocks.flatMap(({ language, text: code }, i) => {
    const next = blocks[i + 1];
    return language === 'ts' ? [{ code, prints: next?.language === 'text' ? next.text : '' }] : [];
  });
}

const readSteps = async (page: string) => stepsOf(await readBlocks(`docs/recipes/${page}.md`));

// Between the blocks, to tell what each of them prints.
const mark = '--- end of a block ---\n';

beforeAll(async () => {
  project = await createProject();
  const programs = pages.map(async (page): Promise<[string, string]> => {
    const blocks = (await readSteps(page)).map(({ code }) => `${code}process.stdout.write(${JSON.stringify(mark)});\n`);
    return [page, blocks.join('')];
  });
  await project.compile(new Map(await Promise.all(programs)));
});
afterAll(() => project.remove());

test.each(pages)('the recipe %s compiles, runs in a workspace of its own and prints what it says', async (page) => {
  const steps = await readSteps(page);
  const said = steps.map(({ prints }) => prints);
  const server = await startTestServer();
  try {
    const printed = await project.run(page, server);
    expect(printed.split(mark).slice(0, -1)).toEqual(said);
    expect(said.filter((text) => text !== '').length).toBeGreaterThan(1);
  } finally {
    await server.close();
  }
});

test('the list has them all', () => {
  const list = readFileSync('docs/recipes/README.md', 'utf8');
  expect(pages.filter((page) => !list.includes(`](${page}.md)`))).toEqual([]);
});
