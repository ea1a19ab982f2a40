import { test } from 'vitest';
import { killWhileUsed } from '../kit/credit-kills.ts';

const seed = Number(process.env.MISURA_TEST_SEED ?? Date.now() % 1_000_000);

test('a hundred kills lose no credits that were acknowledged, and count none twice', async () => {
  await killWhileUsed({ kills: 100, seed });
});
