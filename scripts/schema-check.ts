import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { printedSchema } from '../src/graphql/print-schema.ts';

/** Where the committed contract and the code part, and what to do about it; null if they say the same. */
export function contractProblem(): string | null {
  const committed = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');
  const printed = printedSchema();
  if (committed === printed) return null;
  const [written, said] = [committed.split('\n'), printed.split('\n')];
  const line = written.findIndex((text, i) => text !== said[i]);
  const at = line === -1 ? written.length : line;
  return [
    `schema.graphql and the code differ, first in line ${at + 1}:`,
    `  schema.graphql  ${written[at]?.trim() ?? '(the end)'}`,
    `  src/graphql     ${said[at]?.trim() ?? '(the end)'}`,
    'The contract is changed first: write the change into schema.graphql, then the code that makes it true.',
    'What the code says now: npx tsx src/graphql/print-schema.ts > schema.graphql, if its diff is what you want.',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = contractProblem();
  if (problem !== null) console.error(problem);
  process.exitCode = problem === null ? 0 : 1;
}
