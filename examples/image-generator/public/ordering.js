import { ask } from './ask.js';

/** @typedef {{ id: string, prompt: string, quality: string }} Order */

/**
 * The orders that have no answer yet, of all windows. They outlive the page: opened again, it goes on with them.
 *
 * @param {string} customer
 * @returns {Order[]}
 */
export function unanswered(customer) {
  return JSON.parse(localStorage.getItem(`orders-of-${customer}`) ?? '[]');
}

/**
 * Orders an image. The id is chosen here, once, and stays the same until there is an answer: that makes a second click,
 * a second try and a second page the same order.
 *
 * @param {string} customer
 * @param {{ prompt: string, quality: string }} wish
 * @param {() => void} onWait
 */
export async function order(customer, { prompt, quality }, onWait) {
  const others = unanswered(customer);
  const before = others.find((other) => other.prompt === prompt && other.quality === quality);
  const id = before?.id ?? crypto.randomUUID();
  if (!before) keep(customer, [...others, { id, prompt, quality }]);
  const answer = await ask('POST', '/images', { id, prompt, quality }, onWait);
  // Read again: another window may have ordered something meanwhile.
  keep(
    customer,
    unanswered(customer).filter((other) => other.id !== id),
  );
  return answer;
}

/**
 * @param {string} customer
 * @param {Order[]} orders
 */
function keep(customer, orders) {
  localStorage.setItem(`orders-of-${customer}`, JSON.stringify(orders));
}
