import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/kit/longest-first.ts';

export default defineConfig({
  // As Node resolves it for our dependencies. Else there would be two of it, which know nothing of each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // Those of `npm run test:long`.
    exclude: ['test/long/**'],
    globalSetup: ['test/kit/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // Loading the modules anew for each file took a third of the time. What a file changes of them it has to put back.
    isolate: false,
    // One more than the cores of the smallest machine: a test often waits, for a server that starts or a process that ends.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
