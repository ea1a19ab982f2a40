import { closing } from './closing.ts';
import { creditBalance } from './credit-balance.ts';
import { creditDraws } from './credit-draws.ts';
import { creditsIngest } from './credits-ingest.ts';
import { duplicates } from './duplicates.ts';
import { hot } from './hot.ts';
import { ingest } from './ingest.ts';
import { live } from './live.ts';
import { memory } from './memory.ts';
import { pages } from './pages.ts';
import { refusals } from './refusals.ts';
import { single } from './single.ts';
import { statements } from './statements.ts';
import { stored } from './stored.ts';
import { table } from './table.ts';
import { watching } from './watching.ts';
import { windows } from './windows.ts';

/** One command a figure. Each prints its baseline, measured in the same run, and last its verdict. */
const figures = new Map<string, () => Promise<void>>([
  ['ingest', ingest],
  ['single', single],
  ['hot', hot],
  ['duplicates', duplicates],
  ['windows', windows],
  ['statements', statements],
  ['live', live],
  ['stored', stored],
  ['memory', memory],
  ['closing', closing],
  ['credits-ingest', creditsIngest],
  ['credit-draws', creditDraws],
  ['credit-balance', creditBalance],
  ['refusals', refusals],
  ['pages', pages],
  ['watching', watching],
]);

/** An hour each: not part of the table unless asked for. */
const long = new Set(['watching']);

const [name = '', ...chosen] = process.argv.slice(2);
if (name === 'table') {
  await table(chosen.length > 0 ? chosen : [...figures.keys()].filter((figure) => !long.has(figure)));
  process.exit(0);
}
const figure = figures.get(name);
if (figure === undefined) {
  console.error(`npm run bench -- ${[...figures.keys()].join(' | ')} | table [FIGURE …]`);
  process.exit(2);
}
await figure();
