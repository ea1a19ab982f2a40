import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

// What takes an hour, and is different every time: `npm run test:long`.
const hour = 3_600_000;

export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/long/**/*.test.ts'], testTimeout: 2 * hour, hookTimeout: 60_000 } }),
);
