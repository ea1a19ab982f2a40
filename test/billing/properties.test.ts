import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordEvents } from '../../src/actions/record-events.ts';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';
import type { EventCandidate } from '../../src/core/events/event.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { at, type Billing, billingOn, lines } from '../kit/billing.ts';
import { flat, perUnit, tiers, usage } from '../kit/charges.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());

const begin = at('2026-03-01T12:00Z');
const end = at('2026-05-01T12:00Z');
const currencies = ['JPY', 'USD', 'KWD'] as const;

type Event = Pick<EventCandidate, 'id' | 'timestamp' | 'properties'>;

/** Two periods of events, some of them of the same instant, on a boundary, or just before it. */
const events: fc.Arbitrary<Event[]> = fc
  .array(
    fc.record({
      timestamp: fc.oneof(
        fc.bigInt({ min: begin, max: end - 1n }),
        fc.constantFrom(begin, at('2026-04-01T12:00Z'), at('2026-04-01T12:00Z') - 1n, end - 1n),
      ),
      properties: fc.record({
        size: fc.constantFrom('0.1', '7', '33.333', '1000000000.000001'),
        model: fc.constantFrom('x', 'y', null),
      }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((list) => list.map((event, i) => ({ id: `e${i}`, ...event })));

/** One customer and subscription for each currency, at the same awkward prices: charges that round, each in its way. */
async function world(): Promise<{ billing: Billing; ids: string[] }> {
  const billing = await billingOn(api);
  await billing.meter('calls', { eventName: 'use' });
  await billing.meter('size', { eventName: 'use', aggregation: 'SUM', valueProperty: 'size', groupBy: ['model'] });
  await billing.meter('peak', { eventName: 'use', aggregation: 'MAX', valueProperty: 'size' });
  const priceBy = { property: 'model', prices: [{ value: 'x', pricing: perUnit('0.0123456789') }] };
  const ids: string[] = [];
  for (const currency of currencies) {
    await billing.customer(currency);
    await billing.product(
      currency,
      [
        flat('9.99'),
        usage('calls', { kind: 'GRADUATED', tiers: tiers(['3', '0.333'], ['10', '0.1', '1.005'], [null, '0.0005']) }),
        usage('size', '0.000000007', { includedUnits: new Decimal(5), priceBy }),
        usage('peak', { kind: 'PACKAGE', size: new Decimal('0.7'), amount: new Decimal('0.0449') }),
      ],
      undefined,
      currency,
    );
    ids.push(await billing.subscribe(currency, { customer: currency, quantity: 7 }));
  }
  return { billing, ids };
}

async function send({ workspaceId }: Billing, list: readonly Event[], size: number): Promise<void> {
  for (let i = 0; i < list.length; i += size) {
    const batch = list.slice(i, i + size);
    const candidates = currencies.flatMap((customer) =>
      batch.map((event) => ({ ...event, name: 'use', customer, subscription: null })),
    );
    await recordEvents(api.deps, { workspaceId, events: candidates, createCustomers: false, atomic: false });
  }
}

async function told({ billing, ids }: { billing: Billing; ids: readonly string[] }): Promise<string[][]> {
  const invoices = (await Promise.all(ids.map((id) => billing.invoices(id)))).flat();
  for (const { currency, lines: all, total } of invoices) {
    const digits = { JPY: 0, USD: 2, KWD: 3 }[currency] ?? expect.fail();
    const sum = all.reduce((whole, { amount }) => whole.plus(amount), new Decimal(0));
    expect(formatDecimal(sum)).toBe(formatDecimal(total));
    for (const { amount } of all) expect(amount.decimalPlaces()).toBeLessThanOrEqual(digits);
  }
  return invoices.map((invoice) => [invoice.currency, invoice.status, ...lines(invoice)]);
}

describe('invoices are a pure function of the stored events', () => {
  test('whatever the order, the duplicates and the batches; and their lines add up, to whole minor units', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 15 }),
        async (list, ranks, size) => {
          const ranked = [...list, ...list].map((event) => ({ event, rank: ranks.next().value as number }));
          const shuffled = ranked.sort((a, b) => a.rank - b.rank).map(({ event }) => event);
          const [inOrder, anyhow] = [await world(), await world()];
          for (const { billing } of [inOrder, anyhow]) await billing.sleep('2026-05-01T11:59Z');
          await send(inOrder.billing, list, 40);
          await send(anyhow.billing, shuffled, size);
          for (const { billing } of [inOrder, anyhow]) await billing.advance('2026-05-01T13:00Z');
          expect(await told(anyhow)).toEqual(await told(inOrder));
        },
      ),
      { numRuns: 6 },
    );
  });

  test('and what is told before an invoice is final or after it comes to the same in the end', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.nat(40), async (list, late) => {
        const [inTime, tooLate] = [await world(), await world()];
        const cut = late % list.length;
        await inTime.billing.sleep('2026-05-01T11:59Z');
        await tooLate.billing.sleep('2026-05-01T11:59Z');
        await send(inTime.billing, list, 40);
        await send(tooLate.billing, list.slice(cut), 40);
        for (const { billing } of [inTime, tooLate]) await billing.advance('2026-05-01T13:00Z');
        await send(tooLate.billing, list.slice(0, cut), 7);
        for (const { billing } of [inTime, tooLate]) await billing.advance('2026-06-01T13:00Z');
        await told(tooLate);
        expect(await sums(tooLate)).toEqual(await sums(inTime));
      }),
      { numRuns: 5 },
    );
  });
});

/** What all invoices of each subscription come to, what is carried over included: the customers' side of the books. */
async function sums({ billing, ids }: { billing: Billing; ids: readonly string[] }): Promise<string[]> {
  const each = await Promise.all(ids.map((id) => billing.invoices(id)));
  return each.map((invoices) => {
    const amounts = invoices.flatMap(({ lines: all }) => all.filter(({ kind }) => kind !== 'CARRIED_OVER'));
    return formatDecimal(amounts.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0)));
  });
}

describe('a period that is split by a change to the same terms', () => {
  test('costs the same but for the rounding of one more line each', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.array(fc.bigInt({ min: begin, max: end - 1n }), { maxLength: 3 }),
        async (list, cuts) => {
          const billing = await billingOn(api);
          await billing.customer('acme');
          await billing.meter('calls', { eventName: 'use' });
          await billing.meter('size', { eventName: 'use', aggregation: 'SUM', valueProperty: 'size' });
          await billing.product('p', [usage('calls', '0.3333'), usage('size', '0.0777')]);
          const id = await billing.subscribe('p');
          for (const cut of cuts.toSorted((a, b) => (a < b ? -1 : 1))) {
            await billing.sleep(new Date(Number(cut / 1000n)).toISOString());
            await billing.change(id, { quantity: 1 });
          }
          await billing.sleep('2026-05-01T11:59Z');
          const mine = list.map((event) => ({ ...event, name: 'use', customer: 'acme', subscription: null }));
          const { workspaceId } = billing;
          await recordEvents(api.deps, { workspaceId, events: mine, createCustomers: false, atomic: true });
          await billing.advance('2026-05-01T12:00Z');
          for (const [charge, unit] of ['0.3333', '0.0777'].entries()) {
            const used = (await billing.invoices(id)).flatMap(({ lines: all }) =>
              all.filter((line) => line.charge === charge),
            );
            const quantity = used.reduce((sum, line) => sum.plus(line.quantity), new Decimal(0));
            const amount = used.reduce((sum, line) => sum.plus(line.amount), new Decimal(0));
            const whole = list.reduce(
              (sum, { properties }) => sum.plus(charge === 0 ? 1 : String(properties?.size)),
              new Decimal(0),
            );
            expect(formatDecimal(quantity)).toBe(formatDecimal(whole));
            const most = new Decimal('0.005').times(used.length);
            expect(amount.minus(whole.times(unit)).abs().lessThanOrEqualTo(most)).toBe(true);
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
