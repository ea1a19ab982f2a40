import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
let made = 0;

beforeAll(async () => {
  api = await createTestApi({ mode: 'TEST' });
});
afterAll(() => api.close());

type Case = {
  readonly charges: (meter: string) => string;
  /** The properties of its events; a plain number of them have none. */
  readonly events: number | readonly object[];
  readonly quantity?: number;
  readonly currency?: string;
  readonly meter?: string;
};

const perUnit =
  (unitAmount: string, included = '0', more = '') =>
  (meter: string) =>
    `{ usage: { name: "Usage", meter: "${meter}", includedUnits: "${included}", pricing: { perUnit: { unitAmount: "${unitAmount}" } } ${more} } }`;
const flat = (amount: string) => `{ flat: { name: "Flat", amount: "${amount}" } }`;
const sumOf = 'aggregation: SUM, valueProperty: "n"';

/**
 * One period of one customer through the public API: product, subscription, events, and the clock to the end of the
 * period. Gives the total of the upcoming invoice at the last moment, and of the invoice that came.
 */
async function bill({ charges, events, quantity = 1, currency = 'USD', meter = 'aggregation: COUNT' }: Case) {
  const name = `case${made++}`;
  const sent = typeof events === 'number' ? Array.from({ length: events }, () => ({})) : events;
  await api.ask(`mutation {
    createCustomer(input: { externalId: "${name}" }) { __typename }
    createMeter(input: { key: "${name}", eventName: "${name}", groupBy: ["size"], ${meter} }) { __typename }
    createProduct(input: { key: "${name}", name: "P", currency: "${currency}", interval: { unit: MONTH },
      charges: [${charges(name)}] }) { __typename ... on Error { message } }
  }`);
  const { workspace } = await api.ask<{ workspace: { now: string } }>('{ workspace { now } }');
  await api.ask(`mutation { createSubscription(input: { customer: "${name}", product: "${name}", quantity: ${quantity} }) {
    __typename } }`);
  for (let i = 0; i < sent.length; i += 5_000) {
    const batch = sent.slice(i, i + 5_000);
    const { recordEvents } = await api.ask<{ recordEvents: { recorded: number } }>(
      `mutation ($events: [EventInput!]!) { recordEvents(input: { events: $events }) {
        ... on RecordEventsPayload { recorded } } }`,
      { events: batch.map((properties, j) => ({ id: `${i + j}`, name, customer: name, properties })) },
    );
    expect(recordEvents.recorded).toBe(batch.length);
  }
  const end = new Date(workspace.now);
  end.setUTCMonth(end.getUTCMonth() + 1);
  const upcoming = await api.ask<{ customer: { upcomingInvoice: { id: string; total: { amount: string } } } }>(
    `{ customer(externalId: "${name}") { upcomingInvoice { id total { amount } } } }`,
  );
  await advance(new Date(end.getTime() + 3_600_000).toISOString());
  const { id } = upcoming.customer.upcomingInvoice;
  const { invoice } = await api.ask<{
    invoice: { status: string; total: { amount: string }; lines: { kind: string; amount: { amount: string } }[] };
  }>(`{ invoice(id: "${id}") { status total { amount } lines { kind amount { amount } } } }`);
  expect(invoice.status).toBe('FINAL');
  expect(invoice.total).toEqual(upcoming.customer.upcomingInvoice.total);
  return invoice.total.amount;
}

async function advance(to: string): Promise<void> {
  const { advanceClock } = await api.ask<{ advanceClock: { __typename: string } }>(
    'mutation ($to: DateTime!) { advanceClock(input: { to: $to }) { __typename } }',
    { to },
  );
  expect(advanceClock.__typename).toBe('AdvanceClockPayload');
}

const times = (count: number, properties: object) => Array.from({ length: count }, () => properties);

test.each<[string, Case, string]>([
  ['2,500 calls, 1,000 included, $0.02', { charges: perUnit('0.02', '1000'), events: 2_500 }, '30'],
  ['250 units, 100 included, $0.50', { charges: perUnit('0.5', '100'), events: [{ n: 250 }], meter: sumOf }, '75'],
  ['25 images, 10 included, $0.05', { charges: perUnit('0.05', '10'), events: 25 }, '0.75'],
  ['12 images, 10 included, $0.05', { charges: perUnit('0.05', '10'), events: 12 }, '0.1'],
  [
    '25,000 tokens, 10,000 included, $0.00001',
    { charges: perUnit('0.00001', '10000'), events: [{ n: 25_000 }], meter: sumOf },
    '0.15',
  ],
  [
    '$49 flat, 10,000 included, $0.005: 25,000 calls',
    { charges: (m) => flat('49') + perUnit('0.005', '10000')(m), events: [{ n: 25_000 }], meter: sumOf },
    '124',
  ],
  [
    '$49 flat, 10,000 included, $0.005: 8,000 calls',
    { charges: (m) => flat('49') + perUnit('0.005', '10000')(m), events: [{ n: 8_000 }], meter: sumOf },
    '49',
  ],
  [
    '10 seats x $20, 80 GB, 5 GB per seat included, $2/GB',
    {
      charges: (m) => flat('20') + perUnit('2', '5', 'includedPerSeat: true')(m),
      events: [{ n: 80 }],
      meter: sumOf,
      quantity: 10,
    },
    '260',
  ],
  [
    '$0.001 a call after 10,000: 25,000 calls',
    { charges: perUnit('0.001', '10000'), events: [{ n: 25_000 }], meter: sumOf },
    '15',
  ],
  ['$0.001 a call after 10,000: 10,001 calls', { charges: perUnit('0.001', '10000'), events: 10_001 }, '0'],
  [
    'images: 100 standard at $0.04 and 50 HD at $0.08, one meter',
    {
      charges: perUnit(
        '0.04',
        '0',
        'priceBy: { property: "size", prices: [{ value: "hd", pricing: { perUnit: { unitAmount: "0.08" } } }] }',
      ),
      events: [...times(100, { size: 'standard' }), ...times(50, { size: 'hd' })],
    },
    '8',
  ],
  ['12.5 GB, 10 included, $5/GB', { charges: perUnit('5', '10'), events: [{ n: '12.5' }], meter: sumOf }, '12.5'],
  ['137 SMS at $0.01', { charges: perUnit('0.01'), events: 137 }, '1.37'],
  [
    'SUM of bytes 1073741824 + 536870912 with unitSize 2^30 is 1.5 GB, at $2',
    {
      charges: perUnit('2'),
      events: [{ n: 1_073_741_824 }, { n: 536_870_912 }],
      meter: `${sumOf}, unitSize: 1073741824`,
    },
    '3',
  ],
  [
    'MAX of 15, 23, 18 is 23, at $1',
    { charges: perUnit('1'), events: [{ n: 15 }, { n: 23 }, { n: 18 }], meter: 'aggregation: MAX, valueProperty: "n"' },
    '23',
  ],
  [
    '$22 with 100,000 included, overage $0.24 per 1,000: 120,000 used',
    {
      charges: (m) =>
        `${flat('22')} { usage: { name: "U", meter: "${m}", includedUnits: "100000", pricing: { package: { size: 1000, amount: "0.24" } } } }`,
      events: [{ n: 120_000 }],
      meter: sumOf,
    },
    '26.8',
  ],
  [
    'included 3,000,000,000, usage 2,999,999,999',
    { charges: perUnit('1', '3000000000'), events: [{ n: 2_999_999_999 }], meter: sumOf },
    '0',
  ],
  [
    'included 3,000,000,000, usage 3,000,000,001: no 32-bit wrap',
    { charges: perUnit('1', '3000000000'), events: [{ n: 3_000_000_001 }], meter: sumOf },
    '1',
  ],
  ['¥: 3 units at ¥0.5', { charges: perUnit('0.5'), events: 3, currency: 'JPY' }, '2'],
  ['KWD: 3 units at 0.0005', { charges: perUnit('0.0005'), events: 3, currency: 'KWD' }, '0.002'],
  [
    'GRADUATED: 10 at $1, then 10 at $0.5, the rest at $0.1 and $3 on entering it: 25 units',
    {
      charges: (m) => `{ usage: { name: "U", meter: "${m}", pricing: { graduated: { tiers: [
        { upTo: 10, unitAmount: "1" } { upTo: 20, unitAmount: "0.5" } { unitAmount: "0.1", flatAmount: "3" }] } } } }`,
      events: 25,
    },
    '18.5',
  ],
  [
    'VOLUME: the whole quantity at the tier it falls in, and upTo belongs to the tier: 20 units',
    {
      charges: (m) => `{ usage: { name: "U", meter: "${m}", pricing: { volume: { tiers: [
        { upTo: 10, unitAmount: "1" } { upTo: 20, unitAmount: "0.5" } { unitAmount: "0.1" }] } } } }`,
      events: 20,
    },
    '10',
  ],
  ['a minimum raises the line', { charges: perUnit('1', '0', 'minimum: "5"'), events: 2 }, '5'],
  ['a maximum caps it', { charges: perUnit('1', '0', 'maximum: "5"'), events: 20 }, '5'],
])('%s', async (_name, given, total) => {
  expect(await bill(given)).toBe(total);
});
