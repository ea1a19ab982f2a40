import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { OtherServer } from './other-servers.ts';
import { requirePackage } from './packages.ts';

// Chromium without windows, which starts and draws with less than half of the work. The whole one does as well.
const headless = '/usr/bin/chromium-headless-shell';
const whole = '/usr/bin/chromium';

/**
 * Where the browser of the run is, which each worker starts for itself: between it and one of us every message would be
 * written and read twice more. Debian's Chromium, or another one or Chrome that MISURA_TEST_CHROMIUM names.
 */
export async function findBrowser(): Promise<OtherServer> {
  const there = process.env.MISURA_TEST_CHROMIUM ?? [headless, whole].find((program) => existsSync(program));
  const program = there ?? (await requirePackage('chromium-headless-shell', headless));
  return { url: pathToFileURL(program).href, stop: async () => {} };
}
