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
  const hasFree = included !== null && included !== '0' && quantity !== '0';
  const free = hasFree ? `, ${billable === '0' ? 'all' : included} free` : '';
  const parts = tiers.map(({ value, quantity, unitAmount, amount }) => {
    const what = value === null ? '' : `${value}: `;
    return `${what}${quantity} × ${written(unitAmount)} = ${written(amount)}`;
  });
  return { images: `${quantity}${free}`, parts };
}
