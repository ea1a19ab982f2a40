import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playModel } from '../credits/model.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());

// 100,000 in all, each time others.
const commands = Number(process.env.MODEL_COMMANDS ?? 50_000);

test.each([0, 2])('credits of %i decimals are what a naive ledger of the rules says', async (precision) => {
  const seed = randomInt(2 ** 31);
  expect(await playModel(api, { commands, operationsMax: 80, seed, precision })).toBeGreaterThanOrEqual(commands);
});
