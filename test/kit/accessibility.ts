import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What of a page keeps people from using it, as axe finds it in the page's present state: the rule and the elements. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Once for each document: it is half a megabyte.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    // Of the rest it does not look for what to call each element.
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
