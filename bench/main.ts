import { ingest } from './ingest.ts';

/** One command a figure. Each prints its baseline, measured in the same run, and last its verdict. */
const figures = new Map<string, () => Promise<void>>([['ingest', ingest]]);

const name = process.argv[2] ?? '';
const figure = figures.get(name);
if (figure === undefined) {
  console.error(`npm run bench -- ${[...figures.keys()].join(' | ')}`);
  process.exit(2);
}
await figure();
