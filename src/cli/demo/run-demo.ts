import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient, createRecorder, type Recorder, unwrap } from '@misura/client';
import { uuidv7 } from 'uuidv7';
import { activityNow, chanceOf, eventsOfHour } from './events.ts';
import { demoCreditType, demoCustomers, demoMeters, demoProducts } from './world.ts';

const hourMs = 3_600_000;
const daysBefore = 3;
const pauseMs = { least: 100, most: 600 };

/** What an earlier start has made already. */
const madeBefore = new Set([
  'MeterKeyTaken',
  'CreditTypeKeyTaken',
  'ProductKeyTaken',
  'CustomerAlreadyExists',
  'IdempotencyConflict',
]);

/**
 * Fills the demo's workspace with three days of usage and adds to it until `signal`, some events a second. Through the
 * client package alone: what it does, any program can do. `onPast` is called when the present begins.
 */
export async function runDemo(url: string, key: string, signal: AbortSignal, onPast: () => void): Promise<void> {
  const misura = createClient({ url, key });
  await setUp(misura);
  const recorder = createRecorder(misura, { flushIntervalMs: 200 });
  try {
    await recordPast(recorder, signal);
    onPast();
    await recordPresent(recorder, signal);
  } finally {
    await recorder.close();
  }
}

async function setUp(misura: Client): Promise<void> {
  for (const meter of demoMeters) made(await misura.createMeter(meter));
  made(await misura.createCreditType(demoCreditType));
  for (const product of demoProducts) made(await misura.createProduct(product));
  // So that what is recorded of the past is on somebody's invoice.
  const startAt = new Date(Date.now() - daysBefore * 24 * hourMs).toISOString();
  for (const { externalId, product } of demoCustomers) {
    made(await misura.createCustomer({ externalId }));
    const idempotencyKey = `demo-${externalId}`;
    made(await misura.createSubscription({ customer: externalId, product, startAt, idempotencyKey }));
  }
}

function made<T extends { readonly __typename: string }>(result: T): void {
  if (!madeBefore.has(result.__typename)) unwrap(result as Parameters<typeof unwrap>[0]);
}

/** Whole hours, each always with the same events: those recorded by an earlier start are duplicates. */
async function recordPast(recorder: Recorder, signal: AbortSignal): Promise<void> {
  const thisHour = Math.floor(Date.now() / hourMs);
  for (let hour = thisHour - daysBefore * 24; hour < thisHour && !signal.aborted; hour += 1) {
    for (const event of eventsOfHour(hour)) await recorder.record(event);
  }
  await recorder.flush();
}

async function recordPresent(recorder: Recorder, signal: AbortSignal): Promise<void> {
  const chance = chanceOf(Date.now());
  while (!signal.aborted) {
    await recorder.record(activityNow(`demo-${uuidv7()}`, Date.now(), chance));
    await sleep(pauseMs.least + (pauseMs.most - pauseMs.least) * chance(), null, { signal }).catch(() => null);
  }
}
