import { requires, type Sender } from './load.ts';

const large = { customers: 10_000, meters: 1_000, events: 1_000_000, subscriptions: 1_000 } as const;

const batchSize = 2_000;
const daysOfEvents = 30;
const dayMs = 86_400_000;

/** A workspace as big as one gets that is looked at every day, made through the API: customers, meters, events of a month, invoices. */
export async function fillWorkspace(sender: Sender): Promise<void> {
  await sendAll(sender, large.meters, (i) => makeMeter(i), requires('CreateMeterPayload'));
  console.log(`${large.meters} meters`);
  const nowMs = Date.now();
  const batch = (i: number) => recordEvents(i * batchSize, nowMs);
  const recorded = requires(`"recorded":${batchSize}`);
  // A tenth at a time, for what is ready to be sent is in memory.
  const tenth = large.events / batchSize / 10;
  for (let part = 0; part < 10; part += 1) {
    await sendAll(sender, tenth, (i) => batch(part * tenth + i), recorded);
    console.log(`${((part + 1) * large.events) / 10} events`);
  }
  await sendAll(sender, 1, makeProduct, requires('CreateProductPayload'));
  const startAt = new Date(nowMs - 100 * dayMs).toISOString();
  await sendAll(sender, large.subscriptions, (i) => subscribe(i, startAt), requires('CreateSubscriptionPayload'));
  console.log(`${large.subscriptions} subscriptions`);
}

async function sendAll(sender: Sender, count: number, bodyOf: (i: number) => object, check: (answer: string) => void) {
  const bodies = Array.from({ length: count }, (_, i) => Buffer.from(JSON.stringify(bodyOf(i))));
  await sender.sendAll(bodies, check);
}

function makeMeter(i: number) {
  const query = 'mutation ($input: CreateMeterInput!) { createMeter(input: $input) { __typename } }';
  const sums = { aggregation: 'SUM', valueProperty: 'units' };
  const input = {
    key: `meter-${i}`,
    name: `Meter ${i}`,
    eventName: `call.${i}`,
    ...(i % 2 ? sums : { aggregation: 'COUNT' }),
  };
  return { query, variables: { input } };
}

function recordEvents(first: number, nowMs: number) {
  const query = `mutation ($input: RecordEventsInput!) {
    recordEvents(input: $input) { __typename ... on RecordEventsPayload { recorded } } }`;
  const events = Array.from({ length: batchSize }, (_, n) => {
    const i = first + n;
    return {
      id: `e${i}`,
      customer: `customer-${(i * 7919) % large.customers}`,
      // Each customer uses a hundred of the meters.
      name: `call.${(i + Math.floor(i / large.customers)) % large.meters}`,
      timestamp: new Date(nowMs - ((large.events - i) / large.events) * daysOfEvents * dayMs).toISOString(),
      properties: { units: i % 1_000, model: `m${i % 7}` },
    };
  });
  return { query, variables: { input: { events, createCustomers: true } } };
}

function makeProduct() {
  const query = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { __typename } }';
  const usage = { name: 'Calls', meter: 'meter-0', pricing: { perUnit: { unitAmount: '0.01' } } };
  const charges = [{ flat: { name: 'Base fee', amount: '49' } }, { usage }];
  return {
    query,
    variables: { input: { key: 'pro', name: 'Pro', currency: 'USD', interval: { unit: 'MONTH' }, charges } },
  };
}

function subscribe(i: number, startAt: string) {
  const query = 'mutation ($input: CreateSubscriptionInput!) { createSubscription(input: $input) { __typename } }';
  return { query, variables: { input: { customer: `customer-${i}`, product: 'pro', startAt } } };
}
