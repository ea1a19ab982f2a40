// How an image is sold. Every step may be done twice, so a request that is sent again does all of them again, whatever
// became of it the first time: nothing has to be remembered about it here.

import { unwrap } from '@misura/client';
import { CannotBePainted } from './painter.js';
import { creditsFor, creditType, eventName } from './plans.js';

/** @typedef {import('./plans.js').Quality} Quality */
/** @typedef {{ misura: import('@misura/client').Client, pictures: import('./pictures.js').Pictures, paint: import('./painter.js').Painter }} Shop */
/** @typedef {{ id: string, prompt: string, quality: Quality }} Order */
/** @typedef {{ code: 'OUT_OF_CREDITS', message: string, required: string, available: string, held: string }} OutOfCredits */
/** @typedef {{ code: 'CANNOT_BE_PAINTED' | 'ID_TAKEN', message: string }} OtherRefusal */
/** @typedef {{ code: 'MADE', picture: import('./pictures.js').Picture, again: boolean }} Made */

/**
 * Paints an image and records it as usage, once for each id. A refusal has cost nothing.
 *
 * @param {Shop} shop
 * @param {{ customer: string, paysWithCredits: boolean }} buyer
 * @param {Order} order
 * @returns {Promise<Made | OutOfCredits | OtherRefusal>}
 */
export async function makeImage({ misura, pictures, paint }, { customer, paysWithCredits }, { id, prompt, quality }) {
  // 1. Nobody else can use these credits while we paint. If we never come back, they are free again in a minute.
  let hold = null;
  if (paysWithCredits) {
    const amount = creditsFor(quality);
    const held = await misura.placeHold({ customer, creditType, amount, expiresIn: 60, idempotencyKey: `hold-${id}` });
    if (held.__typename === 'InsufficientCredits') return outOfCredits(held);
    if (held.__typename === 'IdempotencyConflict') return idTaken;
    hold = unwrap(held).hold;
  }

  // 2. A model is slow and expensive, so it is not asked again for what it has made already.
  let picture = await pictures.find(customer, id);
  if (picture === null) {
    try {
      picture = { prompt, quality, svg: await paint(prompt, quality) };
    } catch (error) {
      if (hold !== null) await misura.releaseHold({ hold: hold.id });
      if (error instanceof CannotBePainted) return { code: 'CANNOT_BE_PAINTED', message: error.message };
      throw error;
    }
    await pictures.keep(customer, id, picture);
  }
  if (picture.prompt !== prompt || picture.quality !== quality) return idTaken;

  // 3. The id of the request is the id of the event: recorded once, for ever. It is paid from the hold that it names.
  const event = { id, name: eventName, customer, properties: { quality }, hold: hold?.id ?? null };
  const { duplicates, rejected } = unwrap(
    await misura.recordEvents({ events: [event], requireCredits: paysWithCredits }),
  );
  if (rejected[0]?.code === 'EVENT_ID_CONFLICT') return idTaken;
  if (rejected[0]?.code === 'INSUFFICIENT_CREDITS') {
    // The hold had ended before the picture was there, and others have used the credits meanwhile.
    const balance = await misura.creditBalance({ customer, creditType });
    return outOfCredits({ required: creditsFor(quality), available: '0', held: '0', ...balance });
  }
  if (rejected[0] !== undefined) throw new Error(rejected[0].message);
  return { code: 'MADE', picture, again: duplicates > 0 };
}

/** @type {OtherRefusal} */
const idTaken = { code: 'ID_TAKEN', message: 'There is another request with this id.' };

/**
 * @param {{ required: string, available: string, held: string }} credits
 * @returns {OutOfCredits}
 */
function outOfCredits({ required, available, held }) {
  const needs = required === '1' ? 'a credit' : `${required} credits`;
  const has = available === '0' ? 'none is left' : `${available} ${available === '1' ? 'is' : 'are'} left`;
  const message = `This image takes ${needs}, and ${has}. Buy more, or wait for next month’s.`;
  return { code: 'OUT_OF_CREDITS', message, required, available, held };
}
