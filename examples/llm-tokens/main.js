// Records the requests of a CSV file as usage, with a live number while it runs, and prints what each customer used.

import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createClient, createRecorder, unwrap } from '@misura/client';
import { eventName, readRequests } from './requests.js';
import { grouped, printLine, printTable } from './terminal.js';

const { MISURA_KEY, MISURA_URL = 'http://localhost:4000/graphql', INIT_CWD = '' } = process.env;
const [file, seconds = '5'] = process.argv.slice(2);

const meters = /** @type {const} */ ([
  { key: 'llm-requests', aggregation: 'COUNT' },
  { key: 'context-tokens', aggregation: 'SUM', valueProperty: 'contextTokens' },
  { key: 'generated-tokens', aggregation: 'SUM', valueProperty: 'generatedTokens' },
]);
const watched = { customer: 'c00', meter: 'generated-tokens' };

/** @param {string} key */
async function main(key) {
  // npm runs this in its own folder; a path is meant from where npm was called.
  const path = file === undefined ? fileURLToPath(new URL('sample.csv', import.meta.url)) : resolve(INIT_CWD, file);
  const requests = await readRequests(path);
  const misura = createClient({ url: MISURA_URL, key });

  for (const meter of meters) {
    const result = await misura.createMeter({ ...meter, eventName });
    // Expected failures are values. This one is none to us: an earlier run has made the meter.
    if (result.__typename !== 'MeterKeyTaken') unwrap(result);
  }
  // Who does not exist cannot be watched. All the others are made by the recorder when they first appear.
  const result = await misura.createCustomer({ externalId: watched.customer });
  if (result.__typename !== 'CustomerAlreadyExists') unwrap(result);

  console.log(`Recording ${grouped(requests.length)} requests. ${watched.meter} of ${watched.customer}, live:`);
  const stop = new AbortController();
  const feed = misura.live.usageUpdated(watched, { signal: stop.signal });
  // The first value is the present one. The others come as events are recorded, here or anywhere.
  const { value: present } = await feed.next();
  if (present !== undefined) show(present);
  const watching = watch(feed, requests.filter(({ customer }) => customer === watched.customer).length);
  const { recorded, duplicates, rejected } = await record(misura, requests);
  // The last value is on its way when its events are acknowledged. If there were no new events, there is none.
  await Promise.race([watching, sleep(1_000)]);
  stop.abort();
  await watching;

  console.log(`\n${grouped(recorded)} recorded, ${grouped(duplicates)} duplicates, ${grouped(rejected)} rejected\n`);
  await printUsage(misura);
}

/** @param {import('@misura/client').Usage} usage */
function show({ value, eventCount }) {
  printLine(`  ${grouped(value)} tokens in ${grouped(eventCount)} requests`);
}

/**
 * Shows each new value, until all events are counted that are expected.
 *
 * @param {import('@misura/client').LiveFeed<import('@misura/client').Usage>} feed
 * @param {number} expected
 */
async function watch(feed, expected) {
  for await (const usage of feed) {
    show(usage);
    if (BigInt(usage.eventCount) >= expected) break;
  }
}

/**
 * @param {import('@misura/client').Client} misura
 * @param {readonly import('@misura/client').NewEvent[]} requests
 */
async function record(misura, requests) {
  let shown = 0;
  const recorder = createRecorder(misura, {
    createCustomers: true,
    flushIntervalMs: 50,
    onRejected: ({ event, code, message }) => {
      if (shown++ < 3) console.error(`Row ${event.id} is rejected: ${code}, ${message}`);
    },
  });
  const steps = Math.max(1, Math.round(Number(seconds) * 10) || 1);
  for (let step = 0; step < steps; step++) {
    const part = requests.slice((step * requests.length) / steps, ((step + 1) * requests.length) / steps);
    for (const request of part) await recorder.record(request);
    // Only so that there is something to watch: without it, this takes a moment.
    if (seconds !== '0') await sleep(100);
  }
  return await recorder.close();
}

/** @param {import('@misura/client').Client} misura */
async function printUsage(misura) {
  /** @type {Map<string, string[]>} */
  const rows = new Map();
  const totals = ['all'];
  for (const [column, { key }] of meters.entries()) {
    // A meter that finds events from before it was made counts them first, and has no value meanwhile.
    while ((await misura.meter({ key }))?.status === 'BUILDING') await sleep(100);
    for (const { customer, value } of (await misura.topCustomers({ meter: key, first: 100 })) ?? []) {
      const row = rows.get(customer.externalId) ?? [customer.externalId, '0', '0', '0'];
      rows.set(customer.externalId, row.with(column + 1, grouped(value)));
    }
    totals.push(grouped((await misura.meterUsage({ meter: key }))?.value));
  }
  const sorted = [...rows.values()].toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  printTable([['customer', ...meters.map(({ key }) => key)], ...sorted, totals]);
}

if (MISURA_KEY === undefined || MISURA_KEY === '') {
  console.error(
    'MISURA_KEY is not set. It takes a key with the scope ADMIN: the first start of the server prints one.',
  );
  process.exitCode = 1;
} else {
  await main(MISURA_KEY).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
