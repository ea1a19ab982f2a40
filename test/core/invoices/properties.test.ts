import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDecimal } from '../../../src/core/decimal.ts';
import type { Invoiced } from '../../../src/core/invoices/compose.ts';
import type { InvoiceLine } from '../../../src/core/invoices/line.ts';
import { minorDigits } from '../../../src/core/money/currency.ts';
import type { Charge } from '../../../src/core/pricing/charge.ts';
import type { Pricing } from '../../../src/core/pricing/pricing.ts';
import { usageLine } from '../../../src/core/pricing/usage-line.ts';
import { dec, flat, perBlock, perUnit, tiered, usageCharge } from '../pricing/prices.ts';
import { compose, day, invoicedBy, period, usageOf } from './invoices.ts';

const amounts = fc
  .tuple(fc.nat(100_000), fc.nat(6))
  .map(([digits, places]) => formatDecimal(dec(digits).dividedBy(10 ** places)));

const pricings: fc.Arbitrary<Pricing> = fc.oneof(
  amounts.map(perUnit),
  amounts.map((amount) => perBlock('7', amount)),
  fc
    .tuple(fc.constantFrom('GRADUATED', 'VOLUME'), amounts, amounts)
    .map(([kind, low, high]) => tiered(kind, ['50', low, high], [null, high, low])),
);

const charges: fc.Arbitrary<Charge[]> = fc.array(
  fc.oneof(
    fc.tuple(amounts, fc.boolean()).map(([amount, oneTime]) => flat(amount, { oneTime })),
    fc
      .tuple(pricings, fc.nat(60))
      .map(([pricing, included]) => usageCharge(pricing, String(included), { prorateAllowance: included % 2 === 0 })),
  ),
  { minLength: 1, maxLength: 4 },
);

const currencies = fc.constantFrom('JPY', 'USD', 'KWD');
const usages = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 16, maxLength: 16 });

/** The usage of a charge in a period, in thousandths, out of a flat list of four for each period. */
const used = (list: readonly number[], count: number) =>
  usageOf(
    ...Array.from({ length: count * 4 }, (_, place): [number, number, string] => {
      return [Math.floor(place / 4), place % 4, formatDecimal(dec(list[place] ?? 0).dividedBy(1000))];
    }),
  );

const sum = (lines: readonly { amount: InvoiceLine['amount'] }[]) =>
  lines.reduce((total, { amount }) => total.plus(amount), dec(0));

test('the sum of the lines is the total, never below zero, and every amount is in whole minor units', () => {
  const lived = fc.bigInt({ min: 1n, max: 30n * day });
  fc.assert(
    fc.property(charges, currencies, usages, lived, fc.nat(5000), (product, currency, list, end, cents) => {
      const cut = { endsAt: end, quantity: 3 };
      const carriedIn = dec(cents).dividedBy(dec(10).pow(minorDigits(currency)));
      const said = product.flatMap((charge, place): Invoiced[] =>
        charge.kind === 'USAGE' ? [{ period: 0, charge: place, quantity: dec(1), amount: dec(cents) }] : [],
      );
      const { lines, total } = compose({
        currency,
        closes: period(1, product, { ...cut, startsAt: 0n, fullStart: 0n, fullEnd: 30n * day, billedUntil: 30n * day }),
        opens: period(2, product, { oneTime: true }),
        earlier: [period(0, product)],
        invoiced: said,
        usageOf: used(list, 3),
        carriedIn,
      });
      expect(formatDecimal(total)).toBe(formatDecimal(sum(lines)));
      expect(total.isNegative() && !total.isZero()).toBe(false);
      for (const line of lines) expect(line.amount.decimalPlaces()).toBeLessThanOrEqual(minorDigits(currency));
    }),
  );
});

test('whatever changes after invoices, the next one makes right', () => {
  // The same three periods are invoiced under usage that changes before each invoice.
  fc.assert(
    fc.property(charges, currencies, fc.array(usages, { minLength: 4, maxLength: 4 }), (product, currency, history) => {
      const lines: InvoiceLine[] = [];
      let carriedIn = dec(0);
      let paid = dec(0);
      history.forEach((list, sequence) => {
        const invoice = compose({
          currency,
          closes: sequence === 0 ? null : period(sequence - 1, product),
          opens: sequence === 3 ? null : period(sequence, product),
          earlier: Array.from({ length: Math.max(sequence - 1, 0) }, (_, index) => period(index, product)),
          invoiced: invoicedBy(...lines),
          usageOf: used(list, 4),
          carriedIn,
        });
        if (invoice.lines.length > 0)
          carriedIn = sum(invoice.lines.filter(({ kind, amount }) => kind === 'CARRIED_OVER' && amount.greaterThan(0)));
        lines.push(...invoice.lines);
        paid = paid.plus(invoice.total);
      });
      const usage = used(history[3] ?? [], 4);
      for (const index of [0, 1, 2]) {
        product.forEach((charge, place) => {
          if (charge.kind !== 'USAGE') return;
          const due = usageLine(charge, usage(index, place), {
            quantity: 1,
            lived: 30n * day,
            full: 30n * day,
            currency,
          });
          const said = lines.filter((line) => line.period === index && line.charge === place);
          expect(formatDecimal(sum(said))).toBe(formatDecimal(due.amount));
        });
      }
      const owed = sum(lines.filter(({ kind }) => kind !== 'CARRIED_OVER'));
      expect(formatDecimal(paid.minus(carriedIn))).toBe(formatDecimal(owed));
    }),
  );
});
