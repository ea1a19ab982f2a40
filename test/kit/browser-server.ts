import { chromium } from 'playwright-core';
import type { OtherServer } from './other-servers.ts';
import { requirePackage } from './packages.ts';

const flags = [
  // What a browser would do by itself, and that is no part of a page.
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whatever a page, or the browser itself, asks of others stays here.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** Debian's Chromium, or another one or Chrome that MISURA_TEST_CHROMIUM names. Not in the workers, which would each start one. */
export async function startBrowser(): Promise<OtherServer> {
  const executablePath = process.env.MISURA_TEST_CHROMIUM ?? (await requirePackage('chromium', '/usr/bin/chromium'));
  const server = await chromium.launchServer({ executablePath, args: flags, host: '127.0.0.1' });
  return { url: server.wsEndpoint(), stop: () => server.close() };
}
