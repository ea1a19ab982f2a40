// What the customer has used and owes. All of it comes from Misura, none of it through the shop.

import { createClient } from '@misura/client';
import { find, make, say } from './dom.js';
import { follow, showState, whileSeen } from './live.js';
import { explained, written } from './money.js';

/** @typedef {import('@misura/client').Invoice} Invoice */
/** @typedef {{ customer: string, plan: { key: string, name: string, qualities: string[] }, misuraUrl: string, meter: string, creditType: string, test: boolean }} Session */

/**
 * @param {Session} session
 * @param {(made: number) => void} onUsage
 */
export function watchAccount({ customer, plan, misuraUrl, meter, creditType }, onUsage) {
  const misura = createClient({ url: misuraUrl, token: readToken });
  const paysWithCredits = plan.key === 'credits';
  find('credits', HTMLElement).hidden = !paysWithCredits;
  find('invoice', HTMLElement).hidden = paysWithCredits;

  whileSeen((signal) => {
    const options = { signal, onReconnect: () => showState('Reconnecting') };
    void follow(misura.live.usageUpdated({ customer, meter }, options), ({ value, eventCount }) => {
      find('used', HTMLElement).textContent = value;
      onUsage(Number(eventCount));
    });
    if (paysWithCredits) {
      void follow(misura.live.creditBalanceUpdated({ customer, creditType }, options), showCredits);
    } else {
      void follow(misura.live.invoiceUpdated({ customer }, options), showInvoice);
      // Those that were made while nobody looked.
      void misura.customerInvoices({ customer, first: 12 }, { signal }).then(
        (page) => page?.nodes.forEach(showInvoice),
        () => undefined,
      );
    }
  });
}

async function readToken() {
  const response = await fetch('/token');
  if (!response.ok) throw new Error('There is no token.');
  return await response.text();
}

/** @param {import('@misura/client').CreditBalance} balance */
function showCredits({ available, held, expiringNext }) {
  find('available', HTMLElement).textContent = available;
  say('held', held === '0' ? '' : `and ${held} held for an image that is being made`);
  say('expiring', expiringNext ? `${expiringNext.amount} expire on ${day(expiringNext.at)}` : '');
}

/** @param {Invoice} invoice */
function showInvoice(invoice) {
  if (invoice.status === 'UPCOMING') showUpcoming(invoice);
  else showPast(invoice);
}

/** @param {Invoice} invoice */
function showUpcoming({ total, lines }) {
  find('total', HTMLElement).textContent = written(total);
  find('lines', HTMLElement).replaceChildren(
    ...lines.flatMap((line) => {
      const { images, parts } = explained(line);
      const head = make('li', {}, make('span', {}, `${line.name}: ${images}`), written(line.amount));
      return [head, ...parts.map((part) => make('li', { class: 'part' }, part))];
    }),
  );
  const [{ included, quantity } = { included: null, quantity: null }] = lines;
  const free = included === null ? 0 : Math.max(Number(included) - Number(quantity), 0);
  find('allowance', HTMLElement).hidden = included === null || included === '0';
  find('allowance-bar', HTMLProgressElement).value = 10 - free;
  say('allowance-text', `${free} free ${free === 1 ? 'image' : 'images'} left this month`);
}

/** @param {Invoice} invoice */
function showPast({ id, status, total, periodStart, periodEnd }) {
  const words = { UPCOMING: '', DRAFT: 'draft', FINAL: '', VOID: 'taken back' };
  const text = `${day(periodStart)} to ${day(periodEnd)} ${words[status]}`;
  const item = make('li', { id, 'data-at': periodStart }, make('span', {}, text), written(total));
  const list = find('past', HTMLElement);
  document.getElementById(id)?.remove();
  const later = [...list.children].find((other) => (other.getAttribute('data-at') ?? '') < periodStart);
  list.insertBefore(item, later ?? null);
  find('past-title', HTMLElement).hidden = false;
}

/** @param {string} instant */
function day(instant) {
  return new Date(instant).toLocaleDateString('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}
