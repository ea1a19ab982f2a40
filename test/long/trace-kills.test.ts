import { test } from 'vitest';
import { killWhileImporting } from '../kills/kill-imports.ts';
import { readRealTrace, syntheticTrace, traceFacts } from '../kit/trace.ts';
import { readme } from '../kit/trace-readme.ts';

const seed = Number(process.env.MISURA_TEST_SEED ?? Date.now() % 1_000_000);
const real = readRealTrace();
if (real === null)
  console.warn('The real trace AzureLLMInferenceTrace_code.csv is absent. Killed instead: a synthetic one.');
const rows = real ?? syntheticTrace(8_819);

test(`${real === null ? 'a synthetic trace' : 'the real trace'} comes through 120 kills with every number of its README`, async () => {
  await killWhileImporting({ rows, facts: real === null ? traceFacts(rows) : readme, kills: 120, seed });
});
