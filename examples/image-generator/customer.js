// A customer without a browser: does over HTTP what the page does, and then looks at the account.
//
//   node customer.js ada joins starter, makes 12

import { createClient } from '@misura/client';
import { explained, written } from './public/money.js';

const { SHOP_URL = 'http://localhost:3000' } = process.env;
const [customer = '', ...words] = process.argv.slice(2);

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

  /**
   * Ten at once, because somebody will. Each has an id that is the same in every run, so a second run asks for the same
   * images.
   */
  async makes(count, quality = 'standard', ...what) {
    const prompt = what.join(' ') || 'postcard';
    const name = `${prompt} ${quality}`.replaceAll(/\W+/g, '-');
    const orders = Array.from({ length: Number(count) }, (_, i) => ({
      id: `${name}-${i + 1}`,
      prompt: `${prompt} ${i + 1}`,
      quality,
    }));
    const outcomes = ['made before', 'made'];
    const said = [];
    while (orders.length > 0) {
      const answers = await Promise.all(orders.splice(0, 10).map((order) => ask('/images', order)));
      for (const answer of answers) {
        const { again, message } = await answer.json();
        said.push(message ?? outcomes[again ? 0 : 1]);
      }
    }
    for (const outcome of new Set([...outcomes, ...said])) {
      const times = said.filter((other) => other === outcome).length;
      if (times > 0) console.log(`${times} ${outcome}`);
    }
  },

  async buys(order) {
    const { available } = await (await ask('/credits', { id: order })).json();
    console.log(`${available} credits`);
  },

  async waits() {
    await ask('/next-month', {});
  },

  async looks() {},
};

/** What Misura says to the customer's own token: the shop is asked for nothing but that. */
async function look() {
  const { plan, misuraUrl, creditType } = await session();
  const misura = createClient({ url: misuraUrl, token: async () => await (await ask('/token')).text() });
  if (plan.key === 'credits') {
    const credits = await misura.creditBalance({ customer, creditType });
    console.log(`${credits?.available ?? 0} credits, ${credits?.held ?? 0} held`);
    return;
  }
  const past = (await misura.customerInvoices({ customer }))?.nodes ?? [];
  const upcoming = await misura.upcomingInvoice({ customer });
  for (const invoice of [...past.toReversed(), ...(upcoming ? [upcoming] : [])]) {
    console.log(`${invoice.status} ${written(invoice.total)}`);
    for (const line of invoice.lines) {
      const { images, parts } = explained(line);
      console.log([`  ${line.name}: ${images}`, ...parts].join('\n    '));
    }
  }
}

/** @returns {Promise<{ plan: { key: string, name: string }, misuraUrl: string, creditType: string }>} */
async function session() {
  return await (await ask('/session')).json();
}

try {
  for (const part of words.join(' ').split(', ')) {
    const [verb = '', ...rest] = part.split(' ');
    const act = verbs[verb];
    if (act === undefined) throw new Error(`node customer.js NAME ${Object.keys(verbs).join('|')} …`);
    await act(...rest);
  }
  await look();
} catch (error) {
  console.error(error instanceof Error ? `${error.message} ${error.cause ?? ''}` : error);
  process.exitCode = 1;
}
