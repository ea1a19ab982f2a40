// What a browser sends is checked here, before anything is done.

import { BadRequest } from './http.js';
import { plans } from './plans.js';

/**
 * An id that the browser has chosen. It becomes a part of a file's name.
 *
 * @param {unknown} id
 */
export function readId(id) {
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id))
    throw new BadRequest('An id is 1 to 64 letters, digits, - and _.');
  return id;
}

/**
 * @param {Record<string, unknown>} body
 * @returns {import('./make-image.js').Order}
 */
export function readOrder({ id, prompt, quality = 'standard' }) {
  if (typeof prompt !== 'string' || prompt.trim() === '' || prompt.length > 200)
    throw new BadRequest('Say in up to 200 characters what is to be seen.');
  if (quality !== 'standard' && quality !== 'hd') throw new BadRequest('The quality is standard or hd.');
  return { id: readId(id), prompt: prompt.trim(), quality };
}

/** @param {Record<string, unknown>} body */
export function readSignIn({ customer, plan }) {
  if (typeof customer !== 'string' || !/^[a-z0-9-]{1,32}$/.test(customer))
    throw new BadRequest('A name is 1 to 32 small letters, digits and -.');
  if (typeof plan !== 'string' || !Object.hasOwn(plans, plan)) throw new BadRequest('There is no such plan.');
  return { customer, plan };
}
