#!/usr/bin/env node
import '../server/production.ts';

const help = `misura: meters what your customers use

  misura serve      runs the server (the default); --demo adds a workspace with usage that never stops
  misura import     records the rows of a CSV or NDJSON file as events: see misura import --help
  misura keys       makes a key for who has lost all of them: see misura keys --help
  misura migrate    brings the database of DATABASE_URL to this release
  misura audit      derives balances, usage and invoices again, and names what disagrees
  misura help       says this

Settings are environment variables: see docs/operating.md.`;

type Command = (args: readonly string[]) => Promise<number>;

// Loaded only when it is called: an import needs nothing of the server, and would wait for all of it.
const commands = new Map<string, () => Promise<Command>>([
  ['serve', async () => (await import('./serve.ts')).serve],
  ['import', async () => (await import('./import.ts')).importCommand],
  ['keys', async () => (await import('./keys.ts')).keysCommand],
  ['migrate', async () => (await import('./migrate.ts')).migrateCommand],
  ['audit', async () => (await import('./audit.ts')).auditCommand],
  ['help', async () => printHelp],
  ['--help', async () => printHelp],
  ['-h', async () => printHelp],
]);

async function printHelp(): Promise<number> {
  console.log(help);
  return 0;
}

const [first = 'serve', ...rest] = process.argv.slice(2);
const load = commands.get(first);
if (load === undefined) {
  console.error(`There is no command "${first}".\n\n${help}`);
  process.exit(2);
}
const command = await load();
process.exit(await command(rest));
