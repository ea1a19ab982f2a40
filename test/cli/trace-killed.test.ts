import { test } from 'vitest';
import { killWhileImporting } from '../kills/kill-imports.ts';
import { readRealTrace, syntheticTrace, traceFacts } from '../kit/trace.ts';

const seed = Number(process.env.MISURA_TEST_SEED ?? Date.now() % 1_000_000);
const rows = (readRealTrace() ?? syntheticTrace(2_500)).slice(0, 1_000);

test('servers, importers and PostgreSQL are killed in the middle of an import: nothing is lost, nothing counts twice', async () => {
  await killWhileImporting({ rows, facts: traceFacts(rows), kills: 6, seed });
}, 120_000);
