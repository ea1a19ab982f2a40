import { describe, expect, test } from 'vitest';
import { formatDecimal } from '../../../src/core/decimal.ts';
import { dec, flat, perUnit, tiered, usageCharge } from '../pricing/prices.ts';
import { compose, day, invoicedBy, period, shown, usageOf } from './invoices.ts';

const calls = usageCharge(perUnit('0.02'), '1000');
const seats = flat('20', { name: 'Seats' });
const setup = flat('99', { name: 'Setup', oneTime: true });
const charges = [setup, calls, seats];

describe('the numbers that must come out', () => {
  test.each([
    ['25000', '124'],
    ['8000', '49'],
  ])('$49 flat, 10,000 included, $0.005: %s calls', (usage, total) => {
    const product = [flat('49'), usageCharge(perUnit('0.005'), '10000')];
    const invoice = compose({ closes: period(0, product), opens: period(1, product), usageOf: usageOf([0, 1, usage]) });
    expect(formatDecimal(invoice.total)).toBe(total);
  });

  test('10 seats at $20, 80 GB, 5 GB per seat included, $2 a GB', () => {
    const product = [flat('20'), usageCharge(perUnit('2'), '5', { includedPerSeat: true })];
    const of = { quantity: 10 };
    const input = { closes: period(0, product, of), opens: period(1, product, of), usageOf: usageOf([0, 1, '80']) };
    expect(formatDecimal(compose(input).total)).toBe('260');
  });

  test('$22 with 100,000 included, overage $0.24 per 1,000: 120,000 used', () => {
    const product = [flat('22'), usageCharge(perUnit('0.00024'), '100000')];
    const invoice = compose({
      closes: period(0, product),
      opens: period(1, product),
      usageOf: usageOf([0, 1, '120000']),
    });
    expect(formatDecimal(invoice.total)).toBe('26.8');
  });
});

describe('what an invoice is made of', () => {
  test('the first opens: flat charges in advance, then one-time charges', () => {
    const invoice = compose({ opens: period(0, charges, { quantity: 3 }) });
    expect(shown(invoice)).toEqual([
      ['FLAT', 'Seats', 0, '3', '60'],
      ['ONE_TIME', 'Setup', 0, '1', '99'],
    ]);
    expect(formatDecimal(invoice.total)).toBe('159');
  });

  test('the next closes and opens: usage in arrears before flat charges in advance', () => {
    const invoice = compose({
      closes: period(0, charges),
      opens: period(1, charges),
      usageOf: usageOf([0, 1, '2500']),
    });
    expect(shown(invoice)).toEqual([
      ['USAGE', 'Calls', 0, '2500', '30'],
      ['FLAT', 'Seats', 1, '1', '20'],
    ]);
    expect(formatDecimal(invoice.total)).toBe('50');
  });

  test('the last only closes', () => {
    const invoice = compose({ closes: period(4, charges), usageOf: usageOf([4, 1, '1001']) });
    expect(shown(invoice)).toEqual([['USAGE', 'Calls', 4, '1001', '0.02']]);
  });

  test('a usage line is there without usage, and says what is included', () => {
    const [line] = compose({ closes: period(1, [calls]) }).lines;
    expect([line?.quantity, line?.included, line?.billable].map((part) => part && formatDecimal(part))).toEqual([
      '0',
      '1000',
      '0',
    ]);
  });

  test('lines say of which charge, meter and span they are', () => {
    const invoice = compose({ closes: period(0, charges), opens: period(1, charges, { oneTime: true }) });
    expect(invoice.lines.map(({ kind, charge, meterId, from, to }) => [kind, charge, meterId, from, to])).toEqual([
      ['USAGE', 1, 'calls', 0n, 30n * day],
      ['FLAT', 2, null, 30n * day, 60n * day],
      ['ONE_TIME', 0, null, null, null],
    ]);
  });

  test('lines say at what unit amounts', () => {
    const product = [usageCharge(tiered('GRADUATED', ['10', '1'], [null, '0.5'])), seats];
    const input = {
      closes: period(0, product),
      opens: period(1, product, { quantity: 2 }),
      usageOf: usageOf([0, 0, '12']),
    };
    const tiers = compose(input).lines.map((line) =>
      line.tiers.map(({ quantity, unitAmount, amount }) => [quantity, unitAmount, amount].map(formatDecimal)),
    );
    expect(tiers).toEqual([
      [
        ['10', '1', '10'],
        ['2', '0.5', '1'],
      ],
      [['2', '20', '40']],
    ]);
  });

  test('without anything to say there are no lines, and a credit waits', () => {
    expect(compose({ carriedIn: dec(5) })).toEqual({ lines: [], total: dec(0) });
    expect(compose({ closes: period(0, [setup]), opens: period(1, [setup]), carriedIn: dec(5) }).lines).toEqual([]);
  });

  test('a period of no length has no usage, not even at a minimum, and no flat charge', () => {
    const product = [usageCharge(perUnit('1'), '0', { minimum: dec(10) }), seats];
    const none = { startsAt: 5n, endsAt: 5n, billedUntil: 5n, fullStart: 5n, fullEnd: 5n };
    expect(compose({ closes: period(0, product, none), opens: period(1, product, none) }).lines).toEqual([]);
  });
});

describe('short periods', () => {
  test('a flat charge is due for the part until which it is billed', () => {
    const short = { startsAt: 20n * day, fullStart: 0n, billedUntil: 30n * day, endsAt: 30n * day };
    expect(shown(compose({ opens: period(1, [seats], { ...short, fullEnd: 30n * day }) }))).toEqual([
      ['FLAT', 'Seats', 1, '1', '6.67'],
    ]);
  });

  test('an end before the one that was billed gives the rest back', () => {
    const cut = { endsAt: 10n * day, quantity: 2 };
    const invoice = compose({ closes: period(0, charges, cut), carriedIn: dec(0) });
    expect(shown(invoice).slice(0, 2)).toEqual([
      ['USAGE', 'Calls', 0, '0', '0'],
      ['REFUND', 'Seats', 0, '2', '-26.67'],
    ]);
    expect(invoice.lines[1]).toMatchObject({ from: 10n * day, to: 30n * day, charge: 2, tiers: [] });
  });

  test('charge and refund leave what the lived part alone would cost', () => {
    for (const price of ['0.01', '0.99', '19.99', '100']) {
      for (const lived of [0n, 1n, day, 7n * day, 29n * day, 30n * day - 1n]) {
        const product = [flat(price)];
        const advance = compose({ opens: period(0, product) }).total;
        const refunds = compose({ closes: period(0, product, { endsAt: lived }) }).lines.filter(
          ({ kind }) => kind === 'REFUND',
        );
        const alone = compose({ opens: period(0, product, { billedUntil: lived }) }).total;
        expect(formatDecimal(refunds.reduce((sum, line) => sum.plus(line.amount), advance))).toBe(formatDecimal(alone));
      }
    }
  });

  test('one-time charges are not given back', () => {
    expect(compose({ closes: period(0, [setup], { endsAt: 1n }) }).lines).toEqual([]);
  });

  test('allowances are whole, unless the charge prorates them', () => {
    const cut = { endsAt: 15n * day, billedUntil: 15n * day };
    const included = [calls, { ...calls, prorateAllowance: true }].map((charge) =>
      compose({ closes: period(0, [charge], cut) }).lines.map((line) => line.included && formatDecimal(line.included)),
    );
    expect(included).toEqual([['1000'], ['500']]);
  });
});

describe('what is carried over', () => {
  const cut = period(0, [seats], { endsAt: 0n });

  test('a total below zero becomes zero, and says what is left', () => {
    const invoice = compose({ closes: cut });
    expect(shown(invoice)).toEqual([
      ['REFUND', 'Seats', 0, '1', '-20'],
      ['CARRIED_OVER', 'Credit carried over to the next invoice', null, '1', '20'],
    ]);
    expect(formatDecimal(invoice.total)).toBe('0');
  });

  test('it lowers the next invoice, after everything else', () => {
    const invoice = compose({ opens: period(0, charges), carriedIn: dec('20') });
    expect(shown(invoice).at(-1)).toEqual(['CARRIED_OVER', 'Carried over from earlier invoices', null, '1', '-20']);
    expect(formatDecimal(invoice.total)).toBe('99');
  });

  test('what the next invoice does not use up goes on', () => {
    const invoice = compose({ opens: period(0, [seats]), carriedIn: dec('50') });
    expect(
      shown(invoice)
        .slice(1)
        .map(([, , , , amount]) => amount),
    ).toEqual(['-50', '30']);
    expect(formatDecimal(invoice.total)).toBe('0');
  });
});

describe('late and voided events', () => {
  const first = compose({ closes: period(0, charges), usageOf: usageOf([0, 1, '2500']) });
  const again = { earlier: [period(0, charges)], invoiced: invoicedBy(...first.lines), closes: period(1, charges) };

  test('nothing changed: nothing to adjust', () => {
    expect(shown(compose({ ...again, usageOf: usageOf([0, 1, '2500']) }))).toEqual([['USAGE', 'Calls', 1, '0', '0']]);
  });

  test('a late event adds the difference, naming the period', () => {
    const invoice = compose({ ...again, usageOf: usageOf([0, 1, '2600'], [1, 1, '1100']) });
    expect(shown(invoice)).toEqual([
      ['USAGE', 'Calls', 1, '1100', '2'],
      ['ADJUSTMENT', 'Calls', 0, '100', '2'],
    ]);
    expect(invoice.lines[1]).toMatchObject({
      charge: 1,
      meterId: 'calls',
      from: 0n,
      to: 30n * day,
      included: null,
      billable: null,
      tiers: [],
    });
  });

  test('a voided event takes it away, below zero', () => {
    expect(shown(compose({ ...again, usageOf: usageOf([0, 1, '2400']) }))).toEqual([
      ['USAGE', 'Calls', 1, '0', '0'],
      ['ADJUSTMENT', 'Calls', 0, '-100', '-2'],
      ['CARRIED_OVER', 'Credit carried over to the next invoice', null, '1', '2'],
    ]);
  });

  test('usage that changes no amount needs no line, and is in the next one that does', () => {
    const free = invoicedBy(...compose({ closes: period(0, charges), usageOf: usageOf([0, 1, '10']) }).lines);
    expect(shown(compose({ ...again, invoiced: free, usageOf: usageOf([0, 1, '900']) }))).toHaveLength(1);
    const [, line] = shown(compose({ ...again, invoiced: free, usageOf: usageOf([0, 1, '1050']) }));
    expect(line).toEqual(['ADJUSTMENT', 'Calls', 0, '1040', '1']);
  });

  test('what was adjusted is not adjusted again', () => {
    const usage = usageOf([0, 1, '2600']);
    const second = compose({ ...again, usageOf: usage });
    const invoiced = invoicedBy(...first.lines, ...second.lines);
    const third = compose({
      closes: period(2, charges),
      earlier: [period(1, charges), period(0, charges)],
      invoiced,
      usageOf: usage,
    });
    expect(shown(third)).toEqual([['USAGE', 'Calls', 2, '0', '0']]);
  });

  test('lines come by period, then by charge', () => {
    const product = [calls, calls];
    const earlier = [period(1, product), period(0, product)];
    const usage = usageOf([0, 0, '2000'], [0, 1, '2000'], [1, 0, '2000'], [1, 1, '2000']);
    const { lines } = compose({ opens: period(2, [seats]), earlier, usageOf: usage });
    expect(lines.slice(1).map((line) => [line.period, line.charge])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });

  test('each period is priced by the version it was under', () => {
    const dearer = [usageCharge(perUnit('1'), '1000')];
    const input = {
      earlier: [period(0, [calls])],
      invoiced: invoicedBy(...compose({ closes: period(0, [calls]) }).lines),
    };
    expect(
      shown(compose({ ...input, closes: period(1, dearer), usageOf: usageOf([0, 0, '1100'], [1, 0, '1100']) })),
    ).toEqual([
      ['USAGE', 'Calls', 1, '1100', '100'],
      ['ADJUSTMENT', 'Calls', 0, '1100', '2'],
    ]);
  });

  test('a period that is billed anew takes back what others said of it', () => {
    const usage = usageOf([1, 1, '1500']);
    const said = [{ period: 1, charge: 1, quantity: dec(100), amount: dec(2) }];
    const invoice = compose({
      closes: period(1, charges),
      earlier: [period(1, charges)],
      invoiced: said,
      usageOf: usage,
    });
    expect(shown(invoice)).toEqual([
      ['USAGE', 'Calls', 1, '1500', '10'],
      ['ADJUSTMENT', 'Calls', 1, '-100', '-2'],
    ]);
    expect(formatDecimal(invoice.total)).toBe('8');
  });
});
