import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { playModel } from './model.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());

test.each([0, 2])(
  'credits of %i decimals are what a naive ledger of the rules says, after each operation',
  async (precision) => {
    const commands = 1_000;
    expect(await playModel(api, { commands, operationsMax: 60, seed: 4, precision })).toBeGreaterThanOrEqual(commands);
  },
);
