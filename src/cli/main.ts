#!/usr/bin/env node
import '../server/production.ts';
import { auditCommand } from './audit.ts';
import { migrateCommand } from './migrate.ts';
import { serve } from './serve.ts';

const help = `misura: meters what your customers use

  misura serve      runs the server (the default)
  misura migrate    brings the database of DATABASE_URL to this release
  misura audit      derives balances, usage and invoices again, and names what disagrees
  misura help       says this

Settings are environment variables: see docs/operating.md.`;

const commands = new Map<string, () => Promise<number>>([
  ['serve', serve],
  ['migrate', migrateCommand],
  ['audit', auditCommand],
  ['help', printHelp],
  ['--help', printHelp],
  ['-h', printHelp],
]);

async function printHelp(): Promise<number> {
  console.log(help);
  return 0;
}

const name = process.argv[2] ?? 'serve';
const command = commands.get(name);
if (command === undefined) {
  console.error(`There is no command "${name}".\n\n${help}`);
  process.exit(2);
}
process.exit(await command());
