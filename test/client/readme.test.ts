import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type Project, readBlocks } from '../kit/documents.ts';
import { llmAnswer } from '../kit/llm-answers.ts';
import { type LlmServer, startLlmServer } from '../kit/llm-server.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';

let project: Project;
let server: TestServer;
let models: LlmServer;

beforeAll(async () => {
  server = await startTestServer();
  models = await startLlmServer(llmAnswer);
  project = await createProject();
});

afterAll(async () => {
  await server.close();
  await models.close();
  await project.remove();
});

test('every block of the README compiles, runs, and says what it says it does', async () => {
  const readme = await readBlocks('client/README.md');
  const blocks = readme.filter(({ language }) => language === 'ts');
  const components = readme.filter(({ language }) => language === 'tsx');
  // The others import the first one by this name.
  const programs = blocks.map(({ section, text }, i) => ({ section, text, name: i === 0 ? 'misura' : `block-${i}` }));
  const rendered = components.map(({ text }, i) => [`component-${i}.tsx`, text] as const);
  await project.compile(new Map([...programs.map(({ name, text }) => [name, text] as const), ...rendered]));

  // As the SDK itself reads them.
  const env = { OPENAI_BASE_URL: `${models.url}/v1`, OPENAI_API_KEY: 'none' };
  const said: Record<string, string> = {};
  for (const { section, name } of programs) {
    said[section] = (said[section] ?? '') + (await project.run(name, server, env));
  }
  expect(said.Record).toContain('{ recorded: 2, duplicates: 0, rejected: [] }');
  expect(said.Read).toMatch(/^1200\.5 null\n/);
  expect(said.Read).toContain('2026-03-28T23:00:00Z 0\n2026-03-29T22:00:00Z 0\n');
  expect(said.Read).toMatch(/\nada\n1200\.5\n$/);
  expect(said.Live).toBe('1200.5\n');
  expect(said['Products and invoices']).toBe('Tokens 2500 30\nBase fee 1 49\nUPCOMING 79 USD\nDRAFT 49\n');
  expect(said.Credits).toBe(
    [
      ...['100', '60', '87.66', 'INSUFFICIENT_CREDITS', '90 87.66 0'],
      ...['1 GRANT 100 100', '2 DRAW -12.34 87.66', '0 DRAW -12.34, GRANT 100 87.66', ''],
    ].join('\n'),
  );
  expect(said.Errors).toBe('there is one already: tokens\nNotFound There is no customer with this id.\n');
  expect(said.Recorder).toContain('{ recorded: 2, duplicates: 0, rejected: 0, warnings: 0 }');
  expect(said['Language models']).toMatch(
    /^Four\.\n{ recorded: 1, .*}\nllm\.request {.*model: 'gpt-4o'.*inputTokens: 120/s,
  );
  expect(said['HTTP requests']).toMatch(
    /^{ id: '7' }\n{ recorded: 1, .*}\nhttp\.request {.* route: '\/reports\/:id',.*status: 200/s,
  );
  expect(said['Writing tests']).toBe('asked for ada\nnull\n1\n');
}, 60_000);
