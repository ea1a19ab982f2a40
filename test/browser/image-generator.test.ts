import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../client/src/index.ts';
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

/** A page of the shop, and whatever it said that is not what it should say. */
async function open(options: BrowserContextOptions = {}, url = shop.url) {
  const { page, complaints } = await openPage(url, options);
  // Misura is asked by the page itself, and an answer that is a refusal is told to the console by the browser.
  const unexpected = () => complaints.filter((said) => !said.includes(server.url) && !/status of 4\d\d/.test(said));
  return { page, unexpected };
}

/** Until the page shows this customer, live. */
async function signIn(page: Page, name: string, plan: string) {
  await page.getByRole('radio', { name: plan }).check({ force: true });
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Come in' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
}

async function make(page: Page, prompt: string) {
  await page.getByLabel('Description of the picture').fill(prompt);
  await page.getByRole('button', { name: 'Make it' }).click();
}

/** Waits until an output of the page shows this. */
async function see(page: Page, id: string, text: string) {
  await page.locator(`#${id}`, { hasText: new RegExp(`^${text.replace('$', '\\$')}$`) }).waitFor();
}

// Long enough for a machine that is busy with other tests.
const timeout = 180_000;
// As long as a locator waits.
const patient = { timeout: 50_000 };

const isWide = (page: Page) => page.evaluate('document.documentElement.scrollWidth > innerWidth');

test('credits go down as images are made, who has none is told how to get more, and gets them', async () => {
  const narrow = { viewport: { width: 360, height: 740 }, colorScheme: 'dark' } as const;
  const { page, unexpected } = await open(narrow);
  const found = await violations(page);
  await signIn(page, 'eve', 'Credits');
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

test('in two windows a double click makes one image, and the month ends in both', { timeout }, async () => {
  const { page, unexpected } = await open();
  await signIn(page, 'ada', 'Starter');
  const other = await page.context().newPage();
  await other.goto(shop.url);
  await see(other, 'allowance-text', '10 free images left this month');

  // Nothing is answered until both windows have ordered the same.
  const ids: string[] = [];
  let answer = () => {};
  const bothAsked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.context().route('**/images', async (route) => {
    if (route.request().method() === 'POST') {
      ids.push(route.request().postDataJSON().id);
      if (ids.length === 2) answer();
      await bothAsked;
    }
    await route.continue();
  });
  await page.getByLabel('Description of the picture').fill('A lake');
  await page.getByRole('button', { name: 'Make it' }).dblclick();
  await expect.poll(() => ids, patient).toHaveLength(1);
  await make(other, 'A lake');
  for (const window of [page, other]) {
    await window.getByText('Here it is.').waitFor();
    await see(window, 'allowance-text', '9 free images left this month');
  }
  expect(ids).toEqual([ids[0], ids[0]]);

  const others = Array.from({ length: 10 }, (_, place) => ({ id: `lake-${place}`, prompt: 'A lake' }));
  const answers = await Promise.all(others.map((data) => page.request.post(`${shop.url}/images`, { data })));
  expect(new Set(answers.map((made) => made.status()))).toEqual(new Set([200]));
  for (const window of [page, other]) {
    await see(window, 'used', '11');
    await see(window, 'total', '$0.05');
    await expect.poll(() => window.getByRole('img', { name: 'A lake' }).count(), patient).toBe(11);
  }
  await other.getByRole('button', { name: 'Go to next month' }).click();
  for (const window of [page, other]) {
    await see(window, 'allowance-text', '10 free images left this month');
    await see(window, 'total', '$0.00');
    await window.locator('#past li', { hasText: /\$0\.05$/ }).waitFor();
  }
  expect(unexpected()).toEqual([]);
});

test('what two windows have ordered is not lost if neither gets an answer: whichever is opened next goes on with both', {
  timeout,
}, async () => {
  const { page, unexpected } = await open();
  await signIn(page, 'ben', 'Starter');
  const other = await page.context().newPage();
  await other.goto(shop.url);
  await see(other, 'used', '0');
  const asked: { id: string; prompt: string }[] = [];
  let isAway = true;
  await page.context().route('**/images', async (route) => {
    if (route.request().method() === 'POST') {
      asked.push(route.request().postDataJSON());
      if (isAway) return;
    }
    await route.continue();
  });
  await make(page, 'A lake');
  await expect.poll(() => asked, patient).toHaveLength(1);
  await make(other, 'A hill');
  await expect.poll(() => asked, patient).toHaveLength(2);
  isAway = false;
  await page.close();
  await other.reload();
  for (const name of ['A lake', 'A hill']) await other.getByRole('img', { name }).waitFor();
  await see(other, 'used', '2');
  expect(asked.slice(2)).toEqual(asked.slice(0, 2));
  expect(unexpected()).toEqual([]);
});

test('a page that is opened anew while an image is painted goes on with the order, and it is paid once', {
  timeout,
}, async () => {
  const slow = await startShop(server, pictures, { PAINT_MS: '1500' });
  onTestFinished(() => slow.stop());
  const misura = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
  const holds = async () =>
    (await misura.creditHolds({ customer: 'mae' }))?.nodes.map(({ status, captured }) => `${status} ${captured ?? 0}`);
  const { page, unexpected } = await open({}, slow.url);
  await signIn(page, 'mae', 'Credits');

  /** Orders, and opens the page anew as soon as Misura knows of the order. */
  const leaveEarly = async (prompt: string, holdCount: number) => {
    await make(page, prompt);
    await expect.poll(holds, patient).toHaveLength(holdCount);
    await page.reload();
    // Answered, before or after.
    await expect.poll(() => page.evaluate("localStorage.getItem('orders-of-mae')"), patient).toBe('[]');
  };
  await leaveEarly('A lake', 1);
  await page.getByRole('img', { name: 'A lake' }).waitFor();
  await expect.poll(holds, patient).toEqual(['CAPTURED 1']);
  await leaveEarly('A square circle', 2);
  await expect.poll(async () => (await holds())?.toSorted(), patient).toEqual(['CAPTURED 1', 'RELEASED 0']);
  await expect.poll(() => page.locator('#images li').count(), patient).toBe(1);
  await see(page, 'used', '1');
  await see(page, 'available', '9');
  expect(await page.locator('#held').textContent()).toBe('');
  expect(unexpected()).toEqual([]);
});
