import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, useBrowser } from '../kit/browser.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';

useBrowser();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function runExample(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Execute query' }).click();
  await page.getByRole('menuitem', { name }).click();
}

/** Waits until the result has this line. */
async function seeResult(page: Page, line: string): Promise<void> {
  await page.getByRole('region', { name: 'Result Window' }).getByText(line).waitFor();
}

test('GraphiQL runs its examples with a key that is pasted once, and asks nobody but the server', async () => {
  const { page, complaints } = await openPage(`${server.url}/graphql`);
  await page.getByRole('region', { name: 'Headers' }).getByText('"Bearer "').click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.insertText(server.adminKey);

  await runExample(page, 'MakeMeter');
  await seeResult(page, '"status": "ACTIVE"');
  await runExample(page, 'Record');
  await seeResult(page, '"recorded": 2');
  await runExample(page, 'Record');
  await seeResult(page, '"duplicates": 2');
  await runExample(page, 'ReadUsage');
  await seeResult(page, '"value": "345.5"');
  await runExample(page, 'WatchUsage');
  await seeResult(page, '"usageUpdated"');
  await seeResult(page, '"value": "1545.5"');
  expect(complaints).toEqual([]);
});
