// Who buys, and on which plan. Misura is asked, so there is no second place that could say something else.

import { unwrap } from '@misura/client';
import { creditPack, creditType } from './plans.js';

/** @typedef {import('@misura/client').Client} Client */

/**
 * Makes a customer and puts them on a plan. Whoever is on one already keeps that.
 *
 * @param {Client} misura
 * @param {string} customer
 * @param {string} plan
 */
export async function join(misura, customer, plan) {
  const made = await misura.createCustomer({ externalId: customer });
  if (made.__typename !== 'CustomerAlreadyExists') unwrap(made);
  // With a key of its own, a second click does not subscribe twice; with another plan, the first one stands.
  const subscribed = await misura.createSubscription({ customer, product: plan, idempotencyKey: 'plan' });
  if (subscribed.__typename !== 'IdempotencyConflict') unwrap(subscribed);
}

/**
 * @param {Client} misura
 * @param {string} customer
 */
export async function subscriptionOf(misura, customer) {
  return (await misura.customerSubscriptions({ customer, first: 1 }))?.nodes[0] ?? null;
}

/**
 * Ten more credits. Here they are a present: a shop would take the money first, and call this when its payment provider
 * says that it has come, with the id of the payment.
 *
 * @param {Client} misura
 * @param {string} customer
 * @param {string} order
 */
export async function buyCredits(misura, customer, order) {
  const pack = { customer, creditType, amount: creditPack, idempotencyKey: `order-${order}` };
  return unwrap(await misura.grantCredits(pack)).balance;
}

/**
 * Goes to the day after the end of a customer's month, when its invoice is final. Only a workspace for tests can do that.
 *
 * @param {Client} misura
 * @param {string} customer
 */
export async function nextMonth(misura, customer) {
  const end = (await subscriptionOf(misura, customer))?.currentPeriod?.to;
  if (end !== undefined) unwrap(await misura.advanceClock({ to: new Date(Date.parse(end) + 24 * 60 * 60 * 1000) }));
}
