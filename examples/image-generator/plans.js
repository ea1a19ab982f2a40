// What is sold. The keys are those of the meters, the credit type and the products in Misura.

import { unwrap } from '@misura/client';

/** @typedef {'standard' | 'hd'} Quality */
/** @typedef {'starter' | 'studio' | 'credits'} PlanKey */
/** @typedef {Pick<import('@misura/client').CreateProductInput, 'name' | 'charges' | 'creditGrants'>} Priced */

export const eventName = 'image.made';
export const meter = 'images';
export const creditType = 'image-credits';
/** What a customer buys at once. */
export const creditPack = '10';

const images = { name: 'Images', meter };

/** @type {Record<PlanKey, Priced & { readonly qualities: readonly Quality[] }>} */
export const plans = {
  starter: {
    name: 'Starter',
    qualities: ['standard'],
    charges: [{ usage: { ...images, includedUnits: '10', pricing: { perUnit: { unitAmount: '0.05' } } } }],
  },
  studio: {
    name: 'Studio',
    qualities: ['standard', 'hd'],
    charges: [
      {
        usage: {
          ...images,
          pricing: { perUnit: { unitAmount: '0.04' } },
          priceBy: { property: 'quality', prices: [{ value: 'hd', pricing: { perUnit: { unitAmount: '0.08' } } }] },
        },
      },
    ],
  },
  credits: {
    name: 'Credits',
    qualities: ['standard', 'hd'],
    // An image takes a credit, and HD takes one more: a second meter counts the same events, those in HD alone.
    charges: [
      { usage: { ...images, credits: { creditType, creditsPerUnit: '1' } } },
      { usage: { name: 'HD', meter: 'hd-images', credits: { creditType, creditsPerUnit: '1' } } },
    ],
    creditGrants: [{ creditType, amount: '10' }],
  },
};

/**
 * How many credits an image takes: what its event will draw.
 *
 * @param {Quality} quality
 */
export function creditsFor(quality) {
  return quality === 'hd' ? '2' : '1';
}

/**
 * Makes in Misura what is sold. It is done at every start: what is there already stays as it is.
 *
 * @param {import('@misura/client').Client} misura
 */
export async function setUp(misura) {
  const counted = /** @type {const} */ ({ eventName, aggregation: 'COUNT' });
  const hd = /** @type {const} */ ({ where: { property: 'quality', operator: 'EQUALS', value: 'hd' } });
  made(await misura.createMeter({ ...counted, key: meter, groupBy: ['quality'] }), 'MeterKeyTaken');
  made(await misura.createMeter({ ...counted, key: 'hd-images', filter: hd }), 'MeterKeyTaken');
  made(await misura.createCreditType({ key: creditType, name: 'Image credits', precision: 0 }), 'CreditTypeKeyTaken');
  for (const [key, { qualities, ...priced }] of Object.entries(plans)) {
    const product = { ...priced, key, currency: 'USD', interval: /** @type {const} */ ({ unit: 'MONTH' }) };
    made(await misura.createProduct(product), 'ProductKeyTaken');
  }
}

/**
 * @param {{ readonly __typename: string }} result
 * @param {string} taken
 */
function made(result, taken) {
  if (result.__typename !== taken) unwrap(result);
}
