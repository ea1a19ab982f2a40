import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from '../kit/accessibility.ts';
import type { Backend } from '../kit/backend.ts';
import type { Hand } from '../kit/hand.ts';

/** Who tells the story: the page they see, how they use it, and the backend that reports meanwhile. */
export type Teller = { readonly page: Page; readonly hand: Hand; readonly backend: Backend; readonly key: string };

/** Of a panel, a dialog or another part that has a name. */
export const part = (page: Page, name: string | RegExp) => page.getByRole('region', { name });

/** The page is what it is called, and everybody can use it. */
async function arriveAt(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
}

export async function seeText(within: Page | Locator, text: string | RegExp): Promise<void> {
  await within.getByText(text).first().waitFor();
}

async function goTo({ page, hand }: Teller, place: string): Promise<void> {
  await hand.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }));
  await arriveAt(page, place);
}

export async function signIn({ page, hand, key }: Teller): Promise<void> {
  await arriveAt(page, 'Sign in to Misura');
  await hand.fill(page.getByLabel('Secret key'), key);
  await hand.press(page.getByRole('button', { name: 'Sign in' }));
  await seeText(page, 'Nothing is counted yet');
  await arriveAt(page, 'Overview');
}

/** The events are older than the meter, and the preview counts them. */
export async function makeMeter(teller: Teller): Promise<void> {
  const { page, hand, backend } = teller;
  await backend.report(5);
  await goTo(teller, 'Meters');
  await hand.press(page.getByRole('link', { name: 'Make the first meter' }));
  await hand.fill(page.getByLabel('Events called'), 'llm');
  const suggested = page.getByRole('option', { name: 'llm.request' });
  await suggested.waitFor();
  expect(await violations(page)).toEqual([]);
  await hand.take(suggested);
  await hand.choose(page.getByLabel('Make of them'), 'Sum: all values added up');
  await hand.fill(page.getByLabel('Value of an event'), 'tokens');
  await hand.fill(page.getByLabel(/^Name/), 'Tokens');
  await hand.fill(page.getByLabel(/^Unit/), 'token');
  const preview = part(page, 'Preview');
  await seeText(preview, '5,000');
  await seeText(preview, '5 of 5 stored events called llm.request match.');
  await arriveAt(page, 'New meter');
  await hand.press(page.getByRole('button', { name: 'Create the meter' }));
  await seeText(part(page, 'Usage'), '5,000');
  await arriveAt(page, 'Tokens');
}

export async function makeProduct(teller: Teller): Promise<void> {
  const { page, hand } = teller;
  await goTo(teller, 'Products');
  await hand.press(page.getByRole('link', { name: 'Make the first product' }));
  await hand.fill(page.getByLabel('Name', { exact: true }), 'Basic');
  await hand.fill(page.getByLabel('Key'), 'basic');
  const charge = (name: string) => page.getByRole('group', { name, exact: true });
  await hand.fill(charge('Charge 1').getByLabel('What invoices call it'), 'Tokens');
  await hand.choose(charge('Tokens').getByLabel('What counts'), 'Tokens');
  await hand.fill(charge('Tokens').getByLabel('Free tokens a period'), '10000');
  await hand.fill(charge('Tokens').getByLabel('For each token'), '0.005');
  await hand.press(page.getByRole('button', { name: 'Charge', exact: true }));
  await hand.choose(charge('Charge 2').getByLabel('What for'), 'Flat, for every period and seat');
  await hand.fill(charge('Charge 2').getByLabel('What invoices call it'), 'Base fee');
  await hand.fill(charge('Base fee').getByLabel('Amount in USD'), '49');
  await arriveAt(page, 'New product');
  await hand.press(page.getByRole('button', { name: 'Create the product' }));
  await arriveAt(page, 'Basic');
}

export async function subscribe(teller: Teller): Promise<void> {
  const { page, hand } = teller;
  await goTo(teller, 'Customers');
  await hand.press(page.getByRole('link', { name: 'acme' }));
  await arriveAt(page, 'acme');
  await hand.press(page.getByRole('button', { name: 'Subscribe' }));
  const dialog = page.getByRole('dialog', { name: 'Subscribe' });
  await hand.choose(dialog.getByLabel('Product'), 'Basic (USD)');
  expect(await violations(page)).toEqual([]);
  await hand.press(dialog.getByRole('button', { name: 'Subscribe' }));
  await seeText(part(page, 'Subscriptions'), 'Active');
}

export const chart = (page: Page) => page.getByRole('img', { name: /^Tokens by day/ });

/** To the page of the meter, where the number and the chart are. */
export async function watchMeter(teller: Teller): Promise<void> {
  const { page, hand } = teller;
  await goTo(teller, 'Meters');
  await hand.press(page.getByRole('link', { name: 'Tokens' }));
  await hand.pointAtEnd(chart(page));
  await seeUsage(page, '5,000');
  await page.getByRole('status').getByText('Live', { exact: true }).first().waitFor();
}

/** The number says so, and so does the last bar of the chart. */
export async function seeUsage(page: Page, tokens: string): Promise<void> {
  const usage = part(page, 'Usage');
  await usage
    .getByRole('paragraph')
    .getByText(new RegExp(`^${tokens}\\s*token$`))
    .waitFor();
  await usage.getByText(new RegExp(`^${tokens}\\s*token so far$`)).waitFor();
}

/** To what the period comes to so far, by both ways; it moves there, down to the events, as the backend goes on. */
export async function watchUpcoming(teller: Teller): Promise<void> {
  const { page, hand, backend } = teller;
  const lines = part(page, 'Lines');
  await goTo(teller, 'Customers');
  await hand.press(page.getByRole('link', { name: 'acme' }));
  await hand.press(part(page, 'Basic').getByRole('link', { name: 'Upcoming invoice' }));
  await lines.getByRole('row', { name: /Tokens.*10,000.*10,000.*0.*\$0\.00/ }).waitFor();
  await seeText(lines, /^Total\s*\$49\.00$/);

  await goTo(teller, 'Overview');
  const upcoming = part(page, 'Upcoming invoices').getByRole('row', { name: /^acme Basic .*\$49\.00$/ });
  await hand.press(upcoming.getByRole('link').last());
  await hand.press(lines.getByRole('button', { name: 'Events' }));
  const events = part(page, 'Events of Tokens').getByRole('row');
  await events.nth(10).waitFor();
  await arriveAt(page, 'Upcoming invoice');
  await backend.report(15);
  await lines.getByRole('row', { name: /Tokens.*25,000.*10,000.*15,000.*\$75\.00/ }).waitFor();
  await lines.getByRole('row', { name: /Base fee.*\$49\.00/ }).waitFor();
  await seeText(lines, /^Total\s*\$124\.00$/);
  await part(page, '$124.00').getByRole('link', { name: 'acme' }).waitFor();
  await events.nth(25).waitFor();

  await page.goto(new URL('/invoices/~upcoming/nothing', page.url()).href);
  await seeText(part(page, 'Invoice'), 'No invoice is to come');
  await arriveAt(page, 'Upcoming invoice');
}

/** Whose days they are. Escape closes what was opened last, and the focus goes back to where it came from. */
export async function chooseZone({ page, hand }: Teller): Promise<void> {
  const button = page.getByRole('button', { name: /^Last 7 days/ });
  const popover = page.getByRole('dialog', { name: 'Period and time zone' });
  const zone = popover.getByLabel('Time zone');
  const rome = page.getByRole('option', { name: 'Europe/Rome' });
  await hand.press(button);
  await hand.fill(zone, 'Europe/Ro');
  await rome.waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await rome.waitFor({ state: 'hidden' });
  await hasFocus(zone);
  expect(await zone.inputValue()).toBe('Europe/Ro');
  await page.keyboard.press('Escape');
  await popover.waitFor({ state: 'hidden' });
  await hasFocus(button);
  // Nothing is suggested for what no zone is called: then there is only the popover to close.
  await hand.press(button);
  await hand.fill(zone, 'Nowhere');
  await page.keyboard.press('Escape');
  await popover.waitFor({ state: 'hidden' });
  await hand.press(button);
  await hand.fill(zone, 'Europe/Ro');
  await hand.take(rome);
  await rome.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).searchParams.get('zone')).toBe('Europe/Rome');
  await page.keyboard.press('Escape');
  await popover.waitFor({ state: 'hidden' });
  await hasFocus(button);
}

async function hasFocus(what: Locator): Promise<void> {
  await expect
    .poll(() => what.evaluate((element) => element === document.activeElement), { timeout: 30_000 })
    .toBe(true);
}

/** To the end of the period, and on until nothing late can come any more. */
export async function passMonth(teller: Teller): Promise<void> {
  const { page, hand } = teller;
  await goTo(teller, 'Customers');
  await hand.press(page.getByRole('link', { name: 'acme' }));
  await seeText(part(page, 'Basic'), '15,000 beyond the 10,000 that are free');
  await hand.press(page.getByRole('button', { name: 'Clock to its end' }));
  await seeText(page, 'The clock was moved');
  await goTo(teller, 'Settings');
  await hand.press(page.getByRole('button', { name: /^The grace time on/ }));
}

/** Reads the invoice, and goes from its line to an event in it. */
export async function walkToEvent(teller: Teller): Promise<void> {
  const { page, hand } = teller;
  await goTo(teller, 'Invoices');
  const invoice = page.getByRole('row', { name: /^INV-\d+ .*Final.*\$124\.00$/ });
  await hand.press(invoice.getByRole('link', { name: /^INV-/ }));
  const lines = part(page, 'Lines');
  await lines.getByRole('row', { name: /Tokens.*25,000.*10,000.*15,000.*\$75\.00/ }).waitFor();
  await lines.getByRole('row', { name: /Base fee.*\$49\.00/ }).waitFor();
  await hand.press(lines.getByRole('button', { name: 'Events' }));
  const events = part(page, 'Events of Tokens');
  await events.getByRole('row').nth(25).waitFor();
  expect(await violations(page)).toEqual([]);
  await hand.press(events.getByRole('link', { name: 'request-30' }));
  await part(page, 'Meters')
    .getByRole('row', { name: /Tokens.*Yes.*1,000/ })
    .waitFor();
  await arriveAt(page, 'llm.request');
}

/** What was done, on a phone: rows are cards there, and no amount has to be scrolled to. */
export async function seeOnPhone({ page }: Teller): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/customers/acme?period=all`);
  await seeText(part(page, 'Usage'), /^30,000/);
  await expectNothingAside(page);
  await page.goto(`${origin}/invoices`);
  await page.getByRole('row', { name: /^INV-\d+.*\$124\.00/ }).waitFor();
  await expectNothingAside(page);
  await page.goto(`${origin}/meters?period=all`);
  await page.getByRole('row', { name: /^Tokens.*30,000/ }).waitFor();
  await expectNothingAside(page);
  await page.getByRole('searchbox', { name: 'Search by key or name' }).fill('what nobody counts');
  await page.getByText('No meter is called “what nobody counts”').waitFor();
  await page.getByRole('searchbox', { name: 'Search by key or name' }).fill('OKEN');
  await page.getByRole('row', { name: /^Tokens/ }).waitFor();
  expect(await violations(page)).toEqual([]);
}

/** Neither the page nor a part of it has more than can be seen without scrolling sideways. */
async function expectNothingAside(page: Page): Promise<void> {
  const wide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main [role=group]')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((element) => element.getAttribute('aria-label') ?? element.tagName),
  );
  expect(wide).toEqual([]);
}
