// What the shop does for a customer who has said who they are.

import { unwrap } from '@misura/client';
import { buyCredits, join, nextMonth, subscriptionOf } from './accounts.js';
import { BadRequest } from './http.js';
import { makeImage } from './make-image.js';
import { readId, readOrder, readSignIn } from './orders.js';
import { creditType, eventName, meter, plans } from './plans.js';

/** @typedef {import('./http.js').Answer} Answer */
/** @typedef {{ readonly customer: string, readonly id: string, readonly body: Record<string, unknown> }} Asked */
/** @typedef {import('./make-image.js').Shop & { readonly misuraUrl: string }} Shop */

const statuses = { OUT_OF_CREDITS: 402, CANNOT_BE_PAINTED: 422, ID_TAKEN: 409 };

/** @type {Answer} */
export const notFound = { status: 404, body: { message: 'There is nothing here.' } };

/** @type {(body: unknown, headers?: Record<string, string>) => Answer} */
const ok = (body, headers = {}) => ({ status: 200, body, headers });

/** @type {(id: string, picture: import('./pictures.js').Picture | null) => object} */
const imageOf = (id, picture) => ({
  id,
  prompt: picture?.prompt ?? '',
  quality: picture?.quality ?? 'standard',
  url: `/images/${id}.svg`,
});

/**
 * Your own login belongs here: in this shop, whoever says a name is that customer.
 *
 * @param {Shop} shop
 * @param {Record<string, unknown>} body
 */
export async function signIn({ misura }, body) {
  const { customer, plan } = readSignIn(body);
  await join(misura, customer, plan);
  return ok({ customer }, { 'set-cookie': `customer=${customer}; Path=/; HttpOnly; SameSite=Strict` });
}

/**
 * @param {Shop} shop
 * @returns {Record<string, (asked: Asked) => Promise<Answer>>}
 */
export function createRoutes(shop) {
  const { misura, misuraUrl, pictures } = shop;
  /** @type {Map<string, ReturnType<typeof makeImage>>} */
  const underWay = new Map();

  return {
    // What the page has to know: who it is for, and where Misura is.
    'GET /session': async ({ customer }) => {
      const subscription = await subscriptionOf(misura, customer);
      if (subscription === null) return ok(null);
      const { key, name } = subscription.product;
      const { qualities } = plans[/** @type {import('./plans.js').PlanKey} */ (key)];
      const test = (await misura.workspace()).mode === 'TEST';
      return ok({ customer, plan: { key, name, qualities }, misuraUrl, meter, creditType, test });
    },
    'DELETE /session': async () => ok({}, { 'set-cookie': 'customer=; Path=/; Max-Age=0' }),

    // For the page's own client: it reads and watches this one customer.
    'GET /token': async ({ customer }) => ok(unwrap(await misura.createCustomerToken({ customer })).token),

    'POST /images': async ({ customer, body }) => {
      const order = readOrder(body);
      const plan = /** @type {import('./plans.js').PlanKey} */ ((await subscriptionOf(misura, customer))?.product.key);
      if (plan === undefined) return notFound;
      if (!plans[plan].qualities.includes(order.quality)) throw new BadRequest('HD is not in this plan.');
      // A double click waits for the picture that is being painted, instead of having it painted twice.
      const key = JSON.stringify([customer, order]);
      const making = underWay.get(key) ?? makeImage(shop, { customer, paysWithCredits: plan === 'credits' }, order);
      underWay.set(key, making);
      const made = await making.finally(() => underWay.delete(key));
      if (made.code !== 'MADE') return { status: statuses[made.code], body: made };
      return ok({ ...imageOf(order.id, made.picture), again: made.again });
    },
    'GET /images': async ({ customer }) => {
      const events = await misura.events({ customer, name: eventName, first: 48 });
      const image = async (/** @type {string} */ id) => imageOf(id, await pictures.find(customer, id));
      return ok(await Promise.all(events.nodes.map(({ eventId }) => image(eventId))));
    },
    'GET /images/:id.svg': async ({ customer, id }) => {
      // Painted is not sold: what is not recorded is not shown.
      const event = await misura.event({ customer, eventId: id });
      const picture = event && (await pictures.find(customer, id));
      if (!picture) return notFound;
      const headers = { 'content-type': 'image/svg+xml', 'cache-control': 'private, max-age=31536000, immutable' };
      return ok(picture.svg, { ...headers, 'content-security-policy': "default-src 'none'" });
    },

    'POST /credits': async ({ customer, body }) => ok(await buyCredits(misura, customer, readId(body.id))),
    'POST /next-month': async ({ customer }) => ok({ moved: await nextMonth(misura, customer) }),
  };
}
