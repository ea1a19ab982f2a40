import { ask } from './ask.js';

/** @typedef {{ id: string, prompt: string, quality: string }} Order */

/**
 * The order that has no answer yet. It outlives the page: opened again, the page goes on with it.
 *
 * @param {string} customer
 * @returns {Order | null}
 */
export function unanswered(customer) {
  return JSON.parse(localStorage.getItem(`order-of-${customer}`) ?? 'null');
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
  const before = unanswered(customer);
  const isSame = before?.prompt === prompt && before.quality === quality;
  const id = isSame ? before.id : crypto.randomUUID();
  localStorage.setItem(`order-of-${customer}`, JSON.stringify({ id, prompt, quality }));
  const answer = await ask('POST', '/images', { id, prompt, quality }, onWait);
  localStorage.removeItem(`order-of-${customer}`);
  return answer;
}
