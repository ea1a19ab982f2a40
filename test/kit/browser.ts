import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { beforeAll, onTestFinished } from 'vitest';
import { otherTimeoutMs, otherUrl } from './other-url.ts';

/** A page and what was wrong with it so far: what it said as an error, and whom else it asked. */
export type TestPage = { readonly page: Page; readonly complaints: string[] };

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

/** The first file of a worker that needs it starts it, and the others share it. It ends with the worker. */
let starting: Promise<Browser> | null = null;

/** Gets the worker's browser before the tests of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    starting ??= otherUrl('browser').then((url) =>
      chromium.launch({ executablePath: fileURLToPath(url), args: flags }),
    );
    await starting;
  }, otherTimeoutMs);
}

/**
 * A new page at `url`, with nothing left of other pages, until the test ends. A request to another host than that of
 * `url` is a complaint, and is not sent unless to this machine.
 */
export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<TestPage> {
  if (starting === null) throw new Error('Call useBrowser() in the file first.');
  const context = await (await starting).newContext(options);
  onTestFinished(() => context.close());
  // Just below the time a test has, so that it says what it waited for.
  context.setDefaultTimeout(50_000);
  const complaints: string[] = [];
  context.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.host !== '' && asked.host !== new URL(url).host) complaints.push(`It asked ${asked.href}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  const page = await context.newPage();
  await page.goto(url);
  return { page, complaints };
}
