import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import type { BenchServer } from './server.ts';

/** Debian's Chromium, or another one that MISURA_TEST_CHROMIUM names, as the tests use it. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.MISURA_TEST_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({
    executablePath,
    args: ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** A window without a history that is signed in to the dashboard. */
export async function openWindow(browser: Browser, { port, key }: BenchServer): Promise<BrowserContext> {
  const baseURL = `http://localhost:${port}`;
  const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 860 } });
  const answer = await context.request.post('/session', { data: { key } });
  if (!answer.ok()) throw new Error(await answer.text());
  return context;
}
