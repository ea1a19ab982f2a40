/**
 * An amount for people. It stays text on the way: as a number it could be rounded.
 *
 * @param {{ amount: string, currency: string }} money
 */
export function written({ amount, currency }) {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 12 });
  return format.format(/** @type {`${number}`} */ (amount));
}

/**
 * What a line of an invoice says: how many images, how many of them were free, and at which prices the others were.
 *
 * @param {import('@misura/client').Invoice['lines'][number]} line
 */
export function explained({ quantity, included, billable, tiers }) {
  const all = billable === '0' && quantity !== '0' ? ', all of them free' : '';
  const free = included === null || included === '0' || quantity === '0' ? '' : all || `, ${included} of them free`;
  const parts = tiers.map((tier) => {
    const what = tier.value === null ? '' : `${tier.value}: `;
    return `${what}${tier.quantity} × ${written(tier.unitAmount)} = ${written(tier.amount)}`;
  });
  return { images: `${quantity}${free}`, parts };
}
