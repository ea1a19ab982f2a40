import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserServer, chromium } from 'playwright-core';
import type { OtherServer, OtherUrl } from './other-servers.ts';
import { requirePackage } from './packages.ts';

// What a browser would do by itself, and that is no part of a page.
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whatever a page, or the browser itself, asks of others stays here.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * One Chromium for all tests of a run. It starts when the first of them asks at `url`, which answers with where it is:
 * a run without pages needs none. Not in the workers, which would each start one.
 */
export async function offerBrowser(): Promise<OtherServer> {
  let starting: Promise<BrowserServer> | null = null;
  const desk = createServer(async (_, response) => {
    let answer: OtherUrl;
    try {
      starting ??= startBrowser();
      answer = { url: (await starting).wsEndpoint() };
    } catch (error) {
      answer = { missing: String(error) };
    }
    response.setHeader('connection', 'close').end(JSON.stringify(answer));
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  return {
    url: `http://127.0.0.1:${(desk.address() as AddressInfo).port}`,
    async stop() {
      desk.close();
      await (await starting?.catch(() => null))?.close();
    },
  };
}

/** Debian's, or another Chromium or Chrome that MISURA_TEST_CHROMIUM names. */
async function startBrowser(): Promise<BrowserServer> {
  const executablePath = process.env.MISURA_TEST_CHROMIUM ?? (await requirePackage('chromium', '/usr/bin/chromium'));
  return await chromium.launchServer({ executablePath, args: flags, host: '127.0.0.1' });
}
