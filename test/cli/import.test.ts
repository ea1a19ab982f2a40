import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askServer, runCli } from '../kit/cli.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
let folder: string;
let files = 0;

beforeAll(async () => {
  server = await startTestServer();
  folder = mkdtempSync(join(tmpdir(), 'misura-import-'));
  await ask(`mutation { createMeter(input: {
    key: "tokens", eventName: "llm", aggregation: SUM, valueProperty: "tokens" }) { __typename } }`);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async <T>(query: string): Promise<T> => await askServer<T>(`${server.url}/graphql`, server.adminKey, query);

function file(text: string, ending = 'csv'): string {
  files += 1;
  const path = join(folder, `${files}.${ending}`);
  writeFileSync(path, text);
  return path;
}

/** Runs the command to its end; what it printed, and its exit code. */
async function imported(args: readonly string[], env: Record<string, string> = {}): Promise<[number | string, string]> {
  const cli = runCli(['import', '--create-customers', ...args], {
    MISURA_URL: server.url,
    MISURA_KEY: server.adminKey,
    ...env,
  });
  return [await cli.ended, cli.output()];
}

async function tokensOf(customer: string): Promise<string> {
  const query = `{ customer(externalId: ${JSON.stringify(customer)}) { usage(meter: "tokens") { value } } }`;
  return (await ask<{ customer: { usage: { value: string } } }>(query)).customer.usage.value;
}

const header = 'id,name,customer,timestamp,properties.tokens';
const row = (id: number, customer: string, tokens: string) => `${id},llm,${customer},2026-03-01T12:00:00Z,${tokens}`;

test('a CSV is recorded, and the same once more changes nothing', async () => {
  const path = file([header, row(1, 'csv', '10'), row(2, 'csv', '0.1'), row(3, 'csv', '0.2')].join('\n'));
  expect(await imported([path])).toEqual([0, expect.stringMatching(/3 rows[\s\S]*3 recorded/)]);
  expect(await tokensOf('csv')).toBe('10.3');
  expect(await imported([path])).toEqual([0, expect.stringMatching(/0 recorded[\s\S]*3 duplicates/)]);
  expect(await tokensOf('csv')).toBe('10.3');
});

test('a byte order mark, CRLF, quotes, a semicolon and any script are read as spreadsheets write them', async () => {
  const lines = [header.replaceAll(',', ';'), row(1, '"Zoë ""Z""; 日本"', '7').replaceAll(',', ';')];
  // The quoted semicolon is the customer's own.
  expect(await imported([file(`\ufeff${lines.join('\r\n')}\r\n`), '--delimiter', ';'])).toEqual([
    0,
    expect.stringContaining('1 recorded'),
  ]);
  expect(await tokensOf('Zoë "Z"; 日本')).toBe('7');
});

test('columns of other names are mapped, and fields are made of texts', async () => {
  const path = file('at,who,n\n2026-03-01T12:00:00Z,mapped,5\n2026-03-01T12:00:01Z,mapped,6\n');
  const mapping = [
    '--map',
    'customer=who,timestamp=at,properties.tokens=n',
    '--set',
    'id=m-{row:03}',
    '--set',
    'name=llm',
  ];
  expect((await imported([path, ...mapping]))[0]).toBe(0);
  expect(await tokensOf('mapped')).toBe('11');
  const events = await ask(`{ customer(externalId: "mapped") { events { nodes { eventId } } } }`);
  expect(JSON.stringify(events)).toMatch(/m-00[01].*m-00[01]/);
});

test('NDJSON keeps every digit of a number', async () => {
  const line = `{"id": "1", "name": "llm", "customer": "exact", "timestamp": "2026-03-01T12:00:00Z", "properties": {"tokens": 12345678901234567890.000000001}}`;
  expect((await imported([file(`${line}\n\n`, 'ndjson')]))[0]).toBe(0);
  expect(await tokensOf('exact')).toBe('12345678901234567890.000000001');
});

test('what is rejected is told with its line and its reason, and holds up nothing else', async () => {
  const rows = [
    row(1, 'some', '1'),
    row(2, '', '1'),
    `3,llm,some,yesterday,1`,
    `4,,some,2026-03-01T12:00:00Z,1`,
    row(5, 'some', '2'),
  ];
  const [code, output] = await imported([file([header, ...rows].join('\n'))]);
  expect(code).toBe(1);
  expect(output).toMatch(/2 recorded[\s\S]*3 rejected/);
  expect(output).toMatch(/line 3: .*no customer[\s\S]*line 4: .*"yesterday"[\s\S]*|line 4: .*"yesterday"[\s\S]*line 3/);
  expect(output).toMatch(/line 5: .*no name/);
  expect(await tokensOf('some')).toBe('3');
});

test('an import that was killed goes on when it is started again, and nothing is there twice', async () => {
  const count = 30_000;
  const path = file([header, ...Array.from({ length: count }, (_, i) => row(i, 'killed', '1'))].join('\n'));
  const cli = runCli(['import', '--create-customers', '--batch', '200', path], {
    MISURA_URL: server.url,
    MISURA_KEY: server.adminKey,
  });
  const recorded = async () =>
    (
      await ask<{ events: { nodes: unknown[] } }>(`{ events(first: 1, customer: "killed") { nodes { id } } }`).catch(
        () => null,
      )
    )?.events.nodes.length ?? 0;
  while ((await recorded()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  cli.child.kill('SIGKILL');
  await cli.ended;
  const [code, output] = await imported([path]);
  expect(code).toBe(0);
  expect(output).toMatch(/30,000 rows[\s\S]*duplicates/);
  expect(await tokensOf('killed')).toBe(String(count));
});

test.each([
  ['a key that is wrong', [], { MISURA_KEY: 'msr_test_wrong' }, 1, /Look at MISURA_KEY/],
  ['no key', [], { MISURA_KEY: '' }, 2, /A key is needed/],
  ['a column that is not there', ['--map', 'customer=account'], {}, 2, /There is no column "account"/],
  ['a field that no event has', ['--map', 'colour=id'], {}, 2, /no field "colour"/],
  ['a batch beyond what a request takes', ['--batch', '10001'], {}, 2, /--batch is a whole number from 1 to 10,000/],
  ['an address that is none', ['--url', 'nowhere'], {}, 2, /is not the address of a server/],
  ['an option that is none', ['--fast'], {}, 2, /--fast/],
])('%s ends it with a clear word', async (_what, args, env, code, message) => {
  const path = file([header, row(1, 'refused', '1')].join('\n'));
  expect(await imported([path, ...args], env)).toEqual([code, expect.stringMatching(message)]);
});

test('a file that is not there, an empty one, and one without rows', async () => {
  expect(await imported([join(folder, 'none.csv')])).toEqual([
    expect.any(Number),
    expect.stringMatching(/none\.csv|ENOENT/),
  ]);
  const [emptyCode] = await imported([file('')]);
  expect(emptyCode).not.toBe(0);
  expect(await imported([file(`${header}\n`)])).toEqual([0, expect.stringMatching(/0 rows/)]);
});
