import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../kit/accessibility.ts';
import { openPage, useBrowser } from '../kit/browser.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';
import { type Shop, startShop } from '../kit/shop.ts';

useBrowser();
let server: TestServer;
let pictures: string;
let shop: Shop;

beforeAll(async () => {
  server = await startTestServer();
  pictures = await mkdtemp(join(tmpdir(), 'misura-pictures-'));
  shop = await startShop(server, pictures);
});

afterAll(async () => {
  await shop.stop();
  await server.close();
  await rm(pictures, { recursive: true });
});

/** A page of the shop with this customer signed in, and whatever it said that is not what it should say. */
async function enter(name: string, plan: string, options: BrowserContextOptions = {}) {
  const { page, complaints } = await openPage(shop.url, options);
  // Misura is asked by the page itself, and an answer that is a refusal is told to the console by the browser.
  const unexpected = () => complaints.filter((said) => !said.includes(server.url) && !/status of 4\d\d/.test(said));
  const found = await violations(page);
  await page.getByRole('radio', { name: plan }).check({ force: true });
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Come in' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  return { page, unexpected, found };
}

async function make(page: Page, prompt: string) {
  await page.getByLabel('Description of the picture').fill(prompt);
  await page.getByRole('button', { name: 'Make it' }).click();
}

/** Waits until an output of the page shows this. */
async function see(page: Page, id: string, text: string) {
  await page.locator(`#${id}`, { hasText: new RegExp(`^${text.replace('$', '\\$')}$`) }).waitFor();
}

const isWide = (page: Page) => page.evaluate('document.documentElement.scrollWidth > innerWidth');

test('credits go down as images are made, who has none is told how to get more, and gets them', async () => {
  const narrow = { viewport: { width: 360, height: 740 }, colorScheme: 'dark' } as const;
  const { page, unexpected, found } = await enter('eve', 'Credits', narrow);
  await see(page, 'available', '10');
  await make(page, 'A square circle');
  await page.getByText('A square circle cannot be painted.').waitFor();
  await see(page, 'available', '10');
  await page.getByText('HD', { exact: true }).click();
  for (const left of ['8', '6', '4', '2', '0']) {
    await make(page, `A night with ${left} stars`);
    await see(page, 'available', left);
    await page.getByRole('img', { name: `A night with ${left} stars` }).waitFor();
  }
  await make(page, 'One more');
  await page.getByRole('alert').getByText('This image takes 2 credits, and none is left.').waitFor();
  expect([...found, ...(await violations(page))]).toEqual([]);
  expect(await isWide(page)).toBe(false);
  await page.getByRole('alert').getByRole('button', { name: 'Buy 10 credits' }).click();
  await see(page, 'available', '10');
  expect(unexpected()).toEqual([]);
});
