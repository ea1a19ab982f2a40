import { watchAccount } from './account.js';
import { ask } from './ask.js';
import { find, say } from './dom.js';
import { countImages, loadImages, startImage } from './gallery.js';
import { order, unanswered } from './ordering.js';

// Above what waits here, which already makes what was ordered before.
let isMaking = false;

const { body: session } = await ask('GET', '/session');
if (session === null) openDoor();
else await openShop(session);

function openDoor() {
  const form = find('sign-in', HTMLFormElement);
  find('door', HTMLElement).hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { status, body } = await ask('POST', '/session', Object.fromEntries(new FormData(form)));
    if (status === 200) location.reload();
    else say('sign-in-says', body.message);
  });
}

/** @param {import('./account.js').Session} session */
async function openShop(session) {
  const { customer, plan } = session;
  find('customer', HTMLElement).textContent = customer;
  find('plan', HTMLElement).textContent = plan.name;
  find('qualities', HTMLElement).hidden = plan.qualities.length === 1;
  find('clock', HTMLElement).hidden = !session.test;
  find('shop', HTMLElement).hidden = false;
  find('who', HTMLElement).hidden = false;

  await loadImages();
  let loading = Promise.resolve();
  watchAccount(session, (made) => {
    // Made elsewhere: in another window, or by a program.
    loading = loading.then(() => (countImages() < Math.min(made, 48) ? loadImages() : undefined));
  });

  const form = find('make', HTMLFormElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { prompt = '', quality = 'standard' } = Object.fromEntries(new FormData(form));
    void makeOne(customer, { prompt: String(prompt).trim(), quality: String(quality) });
  });
  for (const button of document.querySelectorAll('button.buy')) {
    button.addEventListener('click', () => void buy(/** @type {HTMLButtonElement} */ (button)));
  }
  find('leave', HTMLElement).addEventListener('click', async () => {
    await ask('DELETE', '/session');
    location.reload();
  });
  const nextMonth = find('next-month', HTMLButtonElement);
  nextMonth.addEventListener('click', () => void busy(nextMonth, () => ask('POST', '/next-month', {})));
  for (const left of unanswered(customer)) await makeOne(customer, left);
}

/**
 * @param {string} customer
 * @param {{ prompt: string, quality: string }} wish
 */
async function makeOne(customer, wish) {
  if (isMaking) return;
  isMaking = true;
  refuse('', false);
  say('progress', 'Painting …');
  const place = startImage(wish.prompt);
  try {
    const wait = () => say('progress', 'The shop does not answer. It is asked again; nothing is lost or paid twice.');
    const { status, body } = await order(customer, wish, wait);
    place.end(status === 200 ? body : null);
    if (status === 200) say('progress', 'Here it is.');
    else refuse(body.message, body.code === 'OUT_OF_CREDITS');
  } catch {
    place.end(null);
    refuse('The shop does not answer. Try again: it is the same order, and is paid once.', false);
  } finally {
    isMaking = false;
  }
}

/**
 * @param {string} text
 * @param {boolean} buying Whether credits would help.
 */
function refuse(text, buying) {
  say('progress', '');
  say('refusal-text', text);
  find('refusal', HTMLElement).hidden = text === '';
  find('refusal-buy', HTMLElement).hidden = !buying;
}

/** @param {HTMLButtonElement} button */
async function buy(button) {
  const id = crypto.randomUUID();
  await busy(button, () => ask('POST', '/credits', { id }));
  refuse('', false);
}

/**
 * @param {HTMLButtonElement} button
 * @param {() => Promise<unknown>} work
 */
async function busy(button, work) {
  button.disabled = true;
  await work().catch((error) => refuse(error.message, false));
  button.disabled = false;
}
