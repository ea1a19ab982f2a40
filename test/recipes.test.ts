import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type Project, printsOf, programOf, readBlocks, stepsOf } from './kit/documents.ts';
import { startTestServer, type TestServer } from './kit/server.ts';

const pages = readdirSync('docs/recipes')
  .filter((file) => file !== 'README.md')
  .map((file) => file.replace('.md', ''));
let project: Project;
let server: TestServer;

const readSteps = async (page: string) => stepsOf(await readBlocks(`docs/recipes/${page}.md`));

beforeAll(async () => {
  server = await startTestServer();
  project = await createProject();
  const programs = pages.map(async (page): Promise<[string, string]> => {
    return [page, programOf(await readSteps(page))];
  });
  await project.compile(new Map(await Promise.all(programs)));
});
afterAll(async () => {
  await server.close();
  await project.remove();
});

test.each(pages)('the recipe %s compiles, runs in a workspace of its own and prints what it says', async (page) => {
  const steps = await readSteps(page);
  const said = steps.map(({ prints }) => prints);
  const { adminKey } = await server.secondWorkspace();
  const printed = await project.run(page, { url: server.url, adminKey });
  expect(printsOf(printed)).toEqual(said);
  expect(said.filter((text) => text !== '').length).toBeGreaterThan(1);
});

test('the list has them all', () => {
  const list = readFileSync('docs/recipes/README.md', 'utf8');
  expect(pages.filter((page) => !list.includes(`](${page}.md)`))).toEqual([]);
});
