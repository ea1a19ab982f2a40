import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createClient,
  createRecorder,
  type InvoiceFieldsFragment,
  pages,
  type RecorderTotals,
  unwrap,
} from '../../client/src/index.ts';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';
import { formatInstant } from '../../src/core/time/instant.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { readRealTrace, syntheticTrace } from '../kit/trace.ts';
import { boundaryOf, expectedInvoices, graceSeconds, type SentRow, settledUsage } from '../kit/trace-invoices.ts';
import { overMonths, steps, subscribers } from '../kit/trace-months.ts';
import { products } from '../kit/trace-products.ts';

const real = readRealTrace();
const title =
  real === null
    ? '24 months of a synthetic trace, because AzureLLMInferenceTrace_code.csv is not there'
    : '24 months of the real trace AzureLLMInferenceTrace_code.csv';
const people = subscribers();
const rows = overMonths(real ?? syntheticTrace(8_819));

let api: TestApi;
let client: ReturnType<typeof createClient>;
let totals: RecorderTotals;
let invoices: Map<string, InvoiceFieldsFragment[]>;

const eventOf = ({ id, customer, at, contextTokens, generatedTokens }: SentRow) => ({
  id,
  name: 'llm.request',
  customer,
  timestamp: formatInstant(at),
  properties: { contextTokens, generatedTokens, size: contextTokens < 1500 ? 'short' : 'long' },
});

/** Two years, step by step: the clock goes on, then what is sent at that step, then what is voided. */
beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
  client = createClient({
    url: 'http://test.local/graphql',
    key: api.adminKey,
    fetch: (url, init) => api.fetch(new URL(url).pathname, init),
  });
  unwrap(await client.updateWorkspace({ invoiceGraceSeconds: graceSeconds }));
  const meter = { eventName: 'llm.request', groupBy: ['size'] };
  unwrap(await client.createMeter({ ...meter, key: 'requests', aggregation: 'COUNT' }));
  unwrap(await client.createMeter({ ...meter, key: 'context', aggregation: 'SUM', valueProperty: 'contextTokens' }));
  unwrap(
    await client.createMeter({ ...meter, key: 'generated', aggregation: 'SUM', valueProperty: 'generatedTokens' }),
  );
  for (const one of products) unwrap(await client.createProduct(one));
  for (const who of people) {
    unwrap(await client.createCustomer({ externalId: who.customer }));
    const { customer, seats: quantity, zone: timeZone } = who;
    const startAt = formatInstant(boundaryOf(who, 0));
    unwrap(await client.createSubscription({ customer, product: who.product, quantity, timeZone, startAt }));
  }
  await api.built();
  const recorder = createRecorder(client);
  for (const [step, shown] of steps.entries()) {
    unwrap(await client.advanceClock({ to: formatInstant(shown) }));
    // Some a second time, months later, when they are on invoices and some of them are void.
    const sent = rows.filter((row) => row.sent === step || (row.sent === step - 10 && Number(row.id) % 40 === 7));
    for (const row of sent) await recorder.record(eventOf(row));
    await recorder.flush();
    const voided = rows.filter((row) => row.voided === step);
    for (const { customer } of people) {
      const ids = voided.filter((row) => row.customer === customer).map(({ id }) => id);
      if (ids.length > 0) expect(unwrap(await client.voidEvents({ customer, ids })).voided).toBe(ids.length);
    }
    // Else PostgreSQL plans for empty tables, and the whole takes half as long again.
    if (step % 20 === 4) await api.database.pool.query('ANALYZE');
  }
  totals = await recorder.close();
  invoices = new Map();
  for (const { customer } of people) {
    const list: InvoiceFieldsFragment[] = [];
    const page = async (after: string | null) =>
      (await client.customerInvoices({ customer, after, first: 20 })) ?? expect.fail();
    for await (const invoice of pages(page)) list.unshift(invoice);
    invoices.set(customer, list);
  }
}, 120_000);
afterAll(() => api.close());

/** An invoice in the words of the other calculation. */
function told({ status, currency, periodStart, periodEnd, lines, total }: InvoiceFieldsFragment) {
  return {
    status,
    currency,
    period: `${iso(periodStart)} to ${iso(periodEnd)}`,
    lines: lines.map(({ kind, name, from, to, quantity, included, billable, amount }) => ({
      kind,
      name,
      about: from === null || to === null ? 'no time' : `${iso(from)} to ${iso(to)}`,
      numbers: [quantity, included, billable],
      amount: amount.amount,
    })),
    total: total.amount,
  };
}

const iso = (text: string) => new Date(text).toISOString();
const linesOf = (list: readonly InvoiceFieldsFragment[]) => list.flatMap(({ lines }) => lines);
const sumOf = (lines: readonly InvoiceFieldsFragment['lines'][number][]) =>
  formatDecimal(lines.reduce((sum, { amount }) => sum.plus(amount.amount), new Decimal(0)));

describe(title, () => {
  test('every row is recorded once', () => {
    const again = rows.filter((row) => Number(row.id) % 40 === 7 && row.sent + 10 < steps.length).length;
    expect(totals).toEqual({ recorded: rows.length, duplicates: again, rejected: 0, warnings: 0 });
  });

  test.each(people)('$customer on $product in $zone: every line of every invoice is right, to the cent', (who) => {
    expect(invoices.get(who.customer)?.map(told)).toEqual(expectedInvoices(who, rows, steps));
  });

  test.each(people)('$customer: usage and all its adjustments come to what the rows cost in the end', (who) => {
    const finals = (invoices.get(who.customer) ?? []).filter(({ status }) => status === 'FINAL');
    const about = linesOf(finals).filter(({ kind }) => kind === 'USAGE' || kind === 'ADJUSTMENT');
    const closed = new Set(about.filter(({ kind }) => kind === 'USAGE').map(({ from }) => from)).size;
    expect(sumOf(about)).toBe(settledUsage(who, rows, closed));
  });

  test('numbers have no gaps, and nothing of what can happen is missing', () => {
    const all = [...invoices.values()].flat();
    const numbers = all.flatMap(({ number }) => number ?? []).sort();
    expect(numbers).toEqual(numbers.map((_, i) => `INV-${String(i + 1).padStart(6, '0')}`));
    const count = (kind: string) => linesOf(all).filter((line) => line.kind === kind).length;
    for (const kind of ['USAGE', 'FLAT', 'ADJUSTMENT']) expect(count(kind), kind).toBeGreaterThan(300);
    for (const kind of ['ONE_TIME', 'CARRIED_OVER']) expect(count(kind), kind).toBeGreaterThan(5);
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['FINAL', 'DRAFT']));
  });
});
