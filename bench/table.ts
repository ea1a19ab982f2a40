import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const document = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const [begin, end] = ['<!-- figures -->', '<!-- end of figures -->'];

/** What the rows of DESIGN's list of figures are called here, and what each is measured against. */
const baselines: Record<string, string> = {
  ingest: '`COPY` of the same rows into the same indexed table',
  single: 'a mutation that does nothing, on the same server',
  hot: 'the same load over 1,000 customers',
  'hot-single': 'the same load over 1,000 customers',
  duplicates: 'the first time the same requests came',
  windows: 'bare SQL over the same rollups',
  'windows-zone': 'bare SQL over the same rollups',
  statements: 'four statements',
  live: '100 ms for 99 of 100 messages',
  stored: 'the empty table',
  memory: '350 MB',
  refusals: '1,000 no-ops of the same length',
  'credits-ingest': 'the same without credits',
  'draws-one': 'a row lock for each draw',
  'holds-one': 'a row lock for each hold',
  'draws-zipf': 'a row lock for each draw',
  'holds-zipf': 'a row lock for each hold',
  'credit-balance': 'the customer by its id, through the same server',
  pages: '300 ms',
  'watching-overview': 'the same page after ten minutes',
  'watching-events': 'the same page after ten minutes',
  'watching-customer': 'the same page after ten minutes',
  'watching-credits': 'the same page after ten minutes',
  closing: 'bare SQL that adds up the same rollups and writes nothing',
};

type Row = { name: string; ratio: string; bar: string; verdict: string; spread: string };

/** Runs each of these figures in a process of its own and writes the table of docs/performance.md anew. */
export async function table(figures: readonly string[]): Promise<void> {
  const rows = new Map(oldRows().map((row) => [row.name, row]));
  for (const figure of figures) {
    for (const row of await measured(figure)) rows.set(row.name, row);
    // After each, so that whoever stops it keeps what there is.
    const text = readFileSync(document, 'utf8');
    const [before, after] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))];
    writeFileSync(document, `${before}${begin}\n${tableOf([...rows.values()])}\n${after}`);
  }
}

async function measured(figure: string): Promise<Row[]> {
  const rows: Row[] = [];
  let spread = '';
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] as string, figure], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    console.log(line);
    spread = /^spread of \d+ ratios: (.*)$/.exec(line)?.[1] ?? spread;
    const [, name, ratio, bar, verdict] = /^(\S+) ratio=(\S+) bar=(\S+)(?: (ok|short))?$/.exec(line) ?? [];
    if (name !== undefined) rows.push({ name, ratio: ratio ?? '', bar: bar ?? '', verdict: verdict ?? '', spread });
  }
  if (rows.length === 0) console.error(`The figure ${figure} gave no verdict, and keeps its old one.`);
  return rows;
}

function oldRows(): Row[] {
  const text = readFileSync(document, 'utf8');
  const lines = text.slice(text.indexOf(begin), text.indexOf(end)).split('\n');
  return lines.flatMap((line) => {
    const [, name, , ratio, spread, bar, verdict] = line.split('|').map((cell) => cell.trim());
    if (name === undefined || !name.startsWith('`') || ratio === undefined) return [];
    return [{ name: name.replaceAll('`', ''), ratio, bar: bar ?? '', verdict: verdict ?? '', spread: spread ?? '' }];
  });
}

function tableOf(rows: readonly Row[]): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine = `${cpus().length} × ${processor?.model.trim()}, ${memory} GiB, Node ${process.version}, ${process.platform}`;
  const lines = rows.map(({ name, ratio, bar, verdict, spread }) => {
    const baseline = baselines[name] ?? baselines[name.replace(/-credits$/, '')] ?? '';
    return `| \`${name}\` | ${baseline} | ${ratio} | ${spread} | ${bar} | ${verdict} |`;
  });
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)} on ${machine}.`,
    '',
    '| figure | baseline | ratio | spread | bar | |',
    '|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
