import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { brief, flat, type InvoiceAnswer, later, type Pricing, perUnit, pricingOn, usage } from '../kit/pricing.ts';

let api: TestApi;
let misura: Pricing;
let sum: string;
let calls: string;
const [hour, day] = [3600, 86_400];

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  misura = pricingOn(api);
  sum = await misura.meter({ aggregation: 'SUM', valueProperty: 'n' });
  calls = await misura.product([usage(sum, perUnit('0.02'), { includedUnits: '1000' })]);
});
afterAll(() => api.close());

const wait = async (seconds: number) => misura.advance(later(await misura.now(), seconds));
const find = async (customer: string, id: string | undefined) =>
  (await misura.invoices(customer)).find((invoice) => invoice.id === id) as InvoiceAnswer;

/** A customer who used 900 of 1,000 in a day that is over for so long. */
async function closed(seconds: number): Promise<{ customer: string; invoice: InvoiceAnswer; within: string }> {
  const customer = misura.unused('customer');
  await misura.subscribe(customer, calls);
  await misura.record([{ id: 'first', customer, properties: { n: 900 } }]);
  const upcoming = await misura.upcoming(customer);
  await wait(day + seconds);
  const invoice = await find(customer, upcoming?.id);
  return { customer, invoice, within: later(invoice.periodStart, 10) };
}

describe('late: an event whose period’s invoice is final is still recorded and counted; the difference becomes an adjustment line on the next invoice, naming the period', () => {
  test('an event that comes late', async () => {
    const { customer, invoice, within } = await closed(hour);
    const late = { customer, timestamp: within, properties: { n: 600 } };
    expect((await misura.record([late])).recorded).toBe(1);
    expect(await misura.value(sum, { customer })).toBe('1500');
    expect(await find(customer, invoice.id)).toMatchObject({ status: 'FINAL', lines: [{ quantity: '900' }] });

    const upcoming = await misura.upcoming(customer);
    const { periodStart: from, periodEnd: to } = invoice;
    expect(brief(upcoming)).toEqual(['USAGE Calls 0', 'ADJUSTMENT Calls 10']);
    expect(upcoming?.lines[1]).toMatchObject({ from, to, quantity: '600', meter: { key: sum } });

    await wait(day);
    expect(await find(customer, upcoming?.id)).toMatchObject({ status: 'FINAL', lines: upcoming?.lines });
    expect(brief(await misura.upcoming(customer))).toEqual(['USAGE Calls 0']);
  });

  test('late again: only what the adjustment did not say', async () => {
    const { customer, within } = await closed(hour);
    await misura.record([{ customer, timestamp: within, properties: { n: 600 } }]);
    await wait(day);
    await misura.record([{ customer, timestamp: within, properties: { n: 50 } }]);
    const upcoming = await misura.upcoming(customer);
    expect(brief(upcoming)).toEqual(['USAGE Calls 0', 'ADJUSTMENT Calls 1']);
    expect(upcoming?.lines[1]?.quantity).toBe('50');
  });

  test('an event that is voided late: the difference is in the customer’s favour', async () => {
    const { customer, within } = await closed(0);
    await misura.record([{ id: 'more', customer, timestamp: within, properties: { n: 600 } }]);
    await wait(hour);
    await misura.voidEvents(['more'], customer);
    await misura.record([{ customer, properties: { n: 2000 } }]);
    const upcoming = await misura.upcoming(customer);
    expect([brief(upcoming), upcoming?.total.amount]).toEqual([['USAGE Calls 20', 'ADJUSTMENT Calls -10'], '10']);
  });
});

describe('grace: an invoice stays a draft for the workspace’s grace time (default 1 hour), then is final and never changes; `voidInvoice` reissues', () => {
  test('a draft follows late events; a second before the hour it is one, then it is final', async () => {
    const { customer, invoice, within } = await closed(hour - 1);
    const finalizesAt = later(invoice.periodEnd, hour);
    expect(invoice).toMatchObject({ status: 'DRAFT', number: null, finalizesAt, finalizedAt: null });
    await misura.record([{ customer, timestamp: within, properties: { n: 600 } }]);
    const draft = await find(customer, invoice.id);
    expect([draft.status, brief(draft), draft.total.amount]).toEqual(['DRAFT', ['USAGE Calls 10'], '10']);
    expect(brief(await misura.upcoming(customer))).toEqual(['USAGE Calls 0']);
    await wait(1);
    const final = await find(customer, invoice.id);
    expect(final).toMatchObject({ status: 'FINAL', finalizedAt: finalizesAt, lines: draft.lines });
    expect(final.number).toMatch(/^INV-\d{6}$/);
  });

  test('the workspace’s grace time', async () => {
    const setGrace = (invoiceGraceSeconds: number) =>
      api.ask('mutation ($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) { __typename } }', {
        input: { invoiceGraceSeconds },
      });
    await setGrace(0);
    expect((await closed(0)).invoice.status).toBe('FINAL');
    await setGrace(2 * hour);
    expect((await closed(2 * hour - 1)).invoice.status).toBe('DRAFT');
    await setGrace(hour);
  });

  test('`voidInvoice` reissues it, with the usage as it is now and a number of its own', async () => {
    const { customer, invoice, within } = await closed(hour);
    await misura.record([{ customer, timestamp: within, properties: { n: 600 } }]);
    const told = await misura.voidInvoice(invoice.id, 'Late events');
    const { lines, number } = invoice;
    expect(told.invoice).toMatchObject({ status: 'VOID', number, total: { amount: '0' }, voidReason: 'Late events' });
    expect(told.invoice.lines.map(({ quantity }) => quantity)).toEqual(lines.map(({ quantity }) => quantity));
    expect([told.invoice.reissuedAs?.id, told.reissued.reissueOf?.id]).toEqual([told.reissued.id, invoice.id]);
    expect([told.reissued.status, brief(told.reissued)]).toEqual(['FINAL', ['USAGE Calls 10']]);
    expect(told.reissued.number).not.toBe(number);
    // The reissued one has said it: there is nothing to adjust.
    expect(brief(await misura.upcoming(customer))).toEqual(['USAGE Calls 0']);
  });

  test('only a final invoice can be voided', async () => {
    const { invoice } = await closed(0);
    await expect(misura.voidInvoice(invoice.id)).rejects.toThrow('InvoiceNotFinal');
  });
});

describe('invoice line: quantity, included, billable, unit amounts and tiers used, amount, and the way to its events', () => {
  test('of a usage and of a flat charge', async () => {
    const tiers = [{ upTo: '10', unitAmount: '1', flatAmount: '2' }, { unitAmount: '0.125' }];
    const charges = [usage(sum, { graduated: { tiers } }, { includedUnits: '5' }), flat('10')];
    const { lines } = await misura.billed({ charges, quantity: 2 }, [{ n: 6 }, { n: 10 }]);
    const [used, base] = lines;
    expect(used).toMatchObject({ quantity: '16', included: '5', billable: '11', amount: { amount: '12.13' } });
    expect(used?.meter?.key).toBe(sum);
    expect(used?.tiers.map((tier) => [tier.from, tier.upTo, tier.quantity, tier.unitAmount.amount])).toEqual([
      ['0', '10', '10', '1'],
      ['10', null, '1', '0.125'],
    ]);
    expect(used?.tiers.map(({ flatAmount, amount }) => [flatAmount.amount, amount.amount])).toEqual([
      ['2', '12'],
      ['0', '0.125'],
    ]);
    expect(used?.events.nodes).toHaveLength(2);
    expect(base).toMatchObject({ quantity: '2', included: null, billable: null, meter: null, events: { nodes: [] } });
    expect(base?.tiers.map(({ unitAmount, amount }) => [unitAmount.amount, amount.amount])).toEqual([['10', '20']]);
  });
});

describe('upcoming: `upcomingInvoice` is the same calculation at this instant, to the cent', () => {
  test.each(['USD', 'JPY', 'KWD'])(
    'after every event, and then as the draft and the final one: %s',
    async (currency) => {
      const tiers = [
        { upTo: '3', unitAmount: '0.333' },
        { unitAmount: '0.0777', flatAmount: '0.0015' },
      ];
      const charges = [usage(sum, { graduated: { tiers } }), usage(sum, perUnit('0.00049')), flat('9.9995')];
      const customer = misura.unused('customer');
      await misura.subscribe(customer, await misura.product(charges, { currency }));
      const digits = { USD: 2, JPY: 0, KWD: 3 }[currency] ?? 2;
      let n = 0;
      for (const more of [0.5, 1.25, 2.125, 7.0625, 11.03125]) {
        n += more;
        await misura.record([{ customer, properties: { n: more } }]);
        const graduated = Math.min(n, 3) * 0.333 + (n > 3 ? (n - 3) * 0.0777 + 0.0015 : 0);
        const exact = [graduated, n * 0.00049, 9.9995];
        const amounts = (await misura.upcoming(customer))?.lines.map(({ amount }) => Number(amount.amount));
        expect(amounts).toEqual(exact.map((amount) => Math.round((amount + 1e-9) * 10 ** digits) / 10 ** digits));
      }
      const upcoming = await misura.upcoming(customer);
      for (const [status, seconds] of [
        ['DRAFT', day],
        ['FINAL', hour],
      ] as const) {
        await wait(seconds);
        const { lines, total } = upcoming as InvoiceAnswer;
        expect(await find(customer, upcoming?.id)).toMatchObject({ status, lines, total });
      }
    },
  );
});
