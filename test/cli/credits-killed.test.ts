import { test } from 'vitest';
import { killWhileUsed } from '../kit/credit-kills.ts';

const seed = Number(process.env.MISURA_TEST_SEED ?? Date.now() % 1_000_000);

test('kill -9 of the server and of PostgreSQL loses no credits that were acknowledged, and counts none twice', async () => {
  await killWhileUsed({ kills: 4, seed });
}, 120_000);
