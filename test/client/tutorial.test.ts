import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../kit/database.ts';
import { createProject, printsOf, programOf, readBlocks, type Step, stepsOf } from '../kit/documents.ts';
import { type LongCommand, openTerminal, startCommand } from '../kit/terminal.ts';

const example = 'examples/image-generator';
const blocks = await readBlocks(`${example}/README.md`);
const steps = stepsOf(blocks, 'sh');
let database: TestDatabase;
let pictures: string;
let url: string;

/** What goes on in a terminal of its own, by the block that starts it. */
const started = new Map<string, LongCommand>();

/** Runs a block that does not end, until it has printed what the page says, but for the port. Gives the address. */
async function start({ code, prints }: Step, env: Record<string, string>): Promise<string> {
  await started.get(code)?.stop();
  const command = startCommand(code, env);
  started.set(code, command);
  const [before, after] = prints.trim().split(/localhost:\d+/);
  const line = await command.until(new RegExp(`^${before}localhost:\\d+${after}$`, 'm'));
  return line.slice(line.indexOf('http')).replace('/graphql', '');
}

beforeAll(async () => {
  database = await createTestDatabase();
  pictures = await mkdtemp(join(tmpdir(), 'misura-tutorial-'));
  // Its own PostgreSQL would do as well, and take longer: the tests of the command line have that.
  const pooler: Record<string, string> = inject('pooled') ? { MISURA_POOLER: 'transaction' } : {};
  url = await start(steps[0] as Step, { PORT: '0', DATABASE_URL: database.url, ...pooler });
});

afterAll(async () => {
  for (const command of [...started.values()].toReversed()) await command.stop();
  await database.drop();
  await rm(pictures, { recursive: true });
});

test('each block of the integration guide compiles, runs and prints what it says', async () => {
  const blocks = await readBlocks('docs/integrating.md');
  const guide = stepsOf(blocks);
  const [component] = stepsOf(blocks, 'tsx');
  const project = await createProject();
  onTestFinished(() => project.remove());
  const programs = { guide: programOf(guide), 'component.tsx': component?.code ?? 'There is none.' };
  await project.compile(new Map(Object.entries(programs)));
  const printed = await project.run('guide', { url, adminKey: 'msr_test_tessera' });
  expect(printsOf(printed)).toEqual(guide.map(({ prints }) => prints));
  expect(printed).toContain('FINAL 1.5 3\n');
});

test('each command of the tutorial prints what it says, from the first start to the invoice', async () => {
  let PORT = '0';
  let shop = '';
  const startShop = async (step: Step) => {
    const env = { PORT, MISURA_URL: `${url}/graphql`, PICTURES_DIR: pictures, PAINT_MS: '0' };
    shop = await start(step, env);
    PORT = new URL(shop).port;
  };
  const [, second, ...others] = steps;
  await startShop(second as Step);
  const terminal = openTerminal({ SHOP_URL: shop });
  onTestFinished(() => terminal.close());

  for (const { code, prints } of others) {
    if (code.includes('npm start')) await startShop({ code, prints });
    else expect({ code, prints: await terminal.run(code) }).toEqual({ code, prints });
  }
  // What it has to show, whatever else it says.
  const said = steps.map(({ prints }) => prints).join('');
  const numbers = [
    'UPCOMING $0.10\n  Images: 12, 10 free',
    'UPCOMING $0.75\n  Images: 25',
    'UPCOMING $8.00\n  Images: 150',
  ];
  for (const text of [...numbers, '0 credits, 0 held', 'none is left', 'FINAL $0.75']) expect(said).toContain(text);
});

test('the code that the tutorial shows is that of the example', async () => {
  const files = await readdir(example, { recursive: true });
  const sources = files.filter((file) => file.endsWith('.js')).map((file) => readFile(join(example, file), 'utf8'));
  const unindented = (text: string) => text.replaceAll(/^ +/gm, '');
  const all = unindented((await Promise.all(sources)).join('\n'));
  const shown = blocks.filter(({ language }) => language === 'js').map(({ text }) => unindented(text));
  expect(shown.filter((text) => !all.includes(text))).toEqual([]);
  expect(shown.length).toBeGreaterThan(5);
});
