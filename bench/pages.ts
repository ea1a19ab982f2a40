import type { Page } from 'playwright-core';
import { fillWorkspace } from './kit/large-workspace.ts';
import { openBrowser, openWindow } from './kit/open-browser.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const firstRowsMaxMs = 300;
const rounds = 5;
/** As long as anybody looks at a page before they click. */
const lookMs = 1_000;

type Step = {
  readonly name: string;
  /** The link or button that is clicked, on the page where the step before ended. */
  readonly click: (page: Page) => ReturnType<Page['locator']>;
  /** The heading of the page it leads to. */
  readonly heading: RegExp;
  readonly rows: string;
};

const menu = (name: string) => (page: Page) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
const firstRow = (page: Page) => page.locator('main tbody tr a').first();
const rows = 'main tbody tr';

const steps: readonly Step[] = [
  { name: 'overview', click: menu('Overview'), heading: /^Overview$/, rows: 'main [aria-pressed]' },
  { name: 'events', click: menu('Events'), heading: /^Events$/, rows },
  { name: 'meters', click: menu('Meters'), heading: /^Meters$/, rows },
  { name: 'a meter', click: firstRow, heading: /^Meter \d+$/, rows },
  { name: 'products', click: menu('Products'), heading: /^Products$/, rows },
  { name: 'invoices', click: menu('Invoices'), heading: /^Invoices$/, rows },
  { name: 'customers', click: menu('Customers'), heading: /^Customers$/, rows },
  { name: 'next customers', click: (page) => page.getByRole('button', { name: 'Next' }), heading: /^Customers$/, rows },
  { name: 'a customer', click: firstRow, heading: /^customer-\d+$/, rows: 'main figure' },
];

/**
 * From a click in the dashboard to the first rows that it leads to, drawn: with 10,000 customers, 1,000 meters and 1,000,000
 * events, in a window that has seen none of the pages. Each round takes the slowest page; the baseline is the bar, 300 ms.
 */
export async function pages(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, 4);
  const browser = await openBrowser();
  try {
    await fillWorkspace(sender);
    const pairs: Pair[] = [];
    // The first round warms the server up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const window = await openWindow(browser, server);
      const page = await window.newPage();
      await page.goto('/keys');
      await page.locator(rows).first().waitFor();
      const took: number[] = [];
      for (const step of steps) took.push(await timeOf(page, step));
      console.log(steps.map(({ name }, i) => `${name} ${Math.round(took[i] ?? 0)}`).join(', '));
      if (round > 0) pairs.push({ measured: Math.max(...took), baseline: firstRowsMaxMs });
      await window.close();
    }
    reportRatio('pages', { atMost: 1 }, 'ms', pairs);
  } finally {
    await browser.close();
    sender.close();
    await server.close();
  }
}

/** From the event of the click to the frame after the one in which the rows are there. */
async function timeOf(page: Page, { click, heading, rows: selector }: Step): Promise<number> {
  const target = click(page);
  await target.waitFor();
  await page.waitForTimeout(lookMs);
  await page.evaluate(watchForRows(selector, heading));
  await target.click();
  return await page.evaluate('globalThis.firstRows');
}

/**
 * In the page, as text, since what compiles this file writes calls into functions that a page does not know. What is in
 * the first row already, on the same page, is not what was asked for.
 */
const watchForRows = (selector: string, heading: RegExp) => `{
  const titleOf = () => document.querySelector('main h1')?.textContent ?? '';
  const rowOf = () => document.querySelector(${JSON.stringify(selector)})?.textContent ?? '';
  const [title, row] = [titleOf(), rowOf()];
  const there = () => ${heading}.test(titleOf()) && rowOf() !== '' && (titleOf() !== title || rowOf() !== row);
  globalThis.firstRows = new Promise((resolve) => {
    const onClick = ({ timeStamp }) => {
      const look = () => requestAnimationFrame(there() ? () => resolve(performance.now() - timeStamp) : look);
      look();
    };
    document.addEventListener('click', onClick, { once: true, capture: true });
  });
  undefined; // Else it would be waited for, before the click.
}`;
