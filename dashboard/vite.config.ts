import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// The server that `npm run dev` works with, whose cookie and streams go through here as if they were this origin's own.
const server = process.env.MISURA_URL ?? 'http://localhost:4000';

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    // What each page loads, for the test of their weight.
    manifest: true,
    // The server's Content Security Policy forbids `data:`: everything is a file of its own.
    assetsInlineLimit: 0,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: here('index.html'), customer: here('customer.html') } },
  },
  server: { proxy: { '/graphql': server, '/session': server } },
});
