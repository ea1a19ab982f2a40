import type { Locator, Page } from 'playwright-core';

/** How somebody uses a page. What is looked for is waited for, and there has to be one of it. */
export type Hand = {
  press(what: Locator): Promise<void>;
  fill(field: Locator, text: string): Promise<void>;
  /** Takes what is suggested for the field that was filled last. */
  take(option: Locator): Promise<void>;
  /** Takes an entry of a list by its label. */
  choose(list: Locator, choice: string): Promise<void>;
  /** Points at the last bar of a chart. */
  pointAtEnd(chart: Locator): Promise<void>;
};

/** With a mouse, and what it has clicked at is typed into. */
export function mouse(): Hand {
  return {
    press: (what) => what.click(),
    fill: (field, text) => field.fill(text),
    take: (option) => option.click(),
    choose: async (list, choice) => void (await list.selectOption({ label: choice })),
    async pointAtEnd(chart) {
      const plot = chart.locator('.u-over');
      const box = await plot.boundingBox();
      if (box === null) throw new Error('Nothing is drawn.');
      await plot.hover({ position: { x: box.width - 4, y: box.height / 2 } });
    },
  };
}

// Several times what any page has.
const tabsMax = 200;

/** With keys alone: what cannot be reached by Tab, or does not show that it was reached, fails. */
export function keyboard(page: Page): Hand {
  async function reach(what: Locator): Promise<void> {
    // Found once: to look for it by its role and name after each Tab is most of the work.
    let wanted = await what.elementHandle();
    for (let tabs = 0; tabs < tabsMax; tabs++) {
      const state = await wanted?.evaluate((element) => {
        if (!element.isConnected) return 'replaced';
        if (element !== document.activeElement) return 'elsewhere';
        return getComputedStyle(element as Element).outlineStyle === 'none' ? 'unseen' : 'seen';
      });
      if (state === 'seen') return;
      if (state === 'replaced') {
        wanted = await what.elementHandle();
        continue;
      }
      if (state === 'unseen') throw new Error(`Nothing shows that the focus is at ${what}.`);
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${what}.`);
  }
  return {
    async press(what) {
      await reach(what);
      await page.keyboard.press('Enter');
    },
    async fill(field, text) {
      await reach(field);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    async take(option) {
      await option.waitFor();
      while (!(await option.evaluate((element) => 'highlighted' in (element as HTMLElement).dataset)))
        await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    },
    async choose(list, choice) {
      await reach(list);
      await page.keyboard.press('Home');
      for (;;) {
        const { shown, isLast } = await list.evaluate((element) => {
          const { selectedOptions, selectedIndex, length } = element as HTMLSelectElement;
          return { shown: selectedOptions[0]?.label, isLast: selectedIndex === length - 1 };
        });
        if (shown === choice) return;
        if (isLast) throw new Error(`${list} has no ${choice}.`);
        await page.keyboard.press('ArrowDown');
      }
    },
    async pointAtEnd(chart) {
      await reach(chart);
      await page.keyboard.press('ArrowLeft');
    },
  };
}
