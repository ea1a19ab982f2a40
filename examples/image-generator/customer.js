// A customer without a browser: does over HTTP what the page does.

import { createClient } from '@misura/client';
import { explained, written } from './public/money.js';

const { SHOP_URL = 'http://localhost:3000' } = process.env;
const [customer = '', verb = '', ...words] = process.argv.slice(2);

/**
 * @param {string} path
 * @param {object} [body] With one it is a POST.
 */
function ask(path, body) {
  const headers = { cookie: `customer=${customer}`, 'content-type': 'application/json' };
  return fetch(
    SHOP_URL + path,
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
  );
}

/** @type {Record<string, (...words: string[]) => Promise<void>>} */
const verbs = {
  async joins(plan) {
    const { message } = await (await ask('/session', { customer, plan })).json();
    console.log(message ?? `${customer} is on ${(await session()).plan.name}`);
  },

  /** Each image has an id that is the same in every run, so that a second run asks for the same images. */
  async makes(count, quality = 'standard', prompt = 'postcard') {
    /** @type {Map<string, number>} */
    const said = new Map();
    const name = `${prompt} ${quality}`.replaceAll(/\W+/g, '-');
    for (let i = 1; i <= Number(count); i++) {
      const answer = await ask('/images', { id: `${name}-${i}`, prompt: `${prompt} ${i}`, quality });
      const { again, message } = await answer.json();
      const outcome = message ?? (again ? 'made before' : 'made');
      said.set(outcome, (said.get(outcome) ?? 0) + 1);
    }
    for (const [outcome, times] of said) console.log(`${times} ${outcome}`);
  },

  async buys() {
    const { available } = await (await ask('/credits', { id: words[0] })).json();
    console.log(`${available} credits`);
  },

  /** What Misura says to the customer's own token: the shop is asked for nothing but that. */
  async looks() {
    const { plan, misuraUrl, creditType } = await session();
    const misura = createClient({ url: misuraUrl, token: async () => await (await ask('/token')).text() });
    if (plan.key === 'credits') {
      const credits = await misura.creditBalance({ customer, creditType });
      console.log(`${credits?.available ?? 0} credits, ${credits?.held ?? 0} held`);
      return;
    }
    const invoices = (await misura.customerInvoices({ customer }))?.nodes ?? [];
    const upcoming = await misura.upcomingInvoice({ customer });
    for (const invoice of [...invoices.toReversed(), ...(upcoming ? [upcoming] : [])]) {
      console.log(`${invoice.status} ${written(invoice.total)}`);
      for (const line of invoice.lines) {
        const { images, parts } = explained(line);
        console.log(`  ${line.name}: ${images}`);
        for (const part of parts) console.log(`    ${part}`);
      }
    }
  },

  async waits() {
    await ask('/next-month', {});
    await verbs.looks?.();
  },
};

/** @returns {Promise<{ plan: { key: string, name: string }, misuraUrl: string, creditType: string }>} */
async function session() {
  return await (await ask('/session')).json();
}

try {
  const act = verbs[verb];
  if (act === undefined) throw new Error(`node customer.js NAME ${Object.keys(verbs).join('|')} …`);
  await act(...words);
} catch (error) {
  console.error(error instanceof Error ? `${error.message} ${error.cause ?? ''}` : error);
  process.exitCode = 1;
}
