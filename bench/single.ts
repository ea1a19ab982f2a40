import { figureName, type Kind, kinds, makeMeter, requires, type Sender, sendLoad } from './kit/load.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const bar = { atLeast: 0.8 };
const rounds = 5;
const connections = 64;
const requestCount = 10_000;
const customerCount = 100;

/**
 * recordEvent, one event a request over 64 connections, each answered when it is durable. The baseline is a mutation that
 * does nothing, of the same key on the same server.
 */
export async function single(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, connections);
  try {
    await makeMeter(sender, customerCount);
    for (const kind of kinds) reportRatio(figureName('single', kind), bar, 'requests/s', await measure(sender, kind));
  } finally {
    sender.close();
    await server.close();
  }
}

async function measure(sender: Sender, kind: Kind): Promise<Pair[]> {
  const pairs: Pair[] = [];
  // The first round warms both up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const baseline = await doNothing(sender);
    const load = { run: `${round}`, kind, events: requestCount, batchSize: 1, customers: customerCount };
    const measured = await sendLoad(sender, load);
    if (round > 0) pairs.push({ measured, baseline });
  }
  return pairs;
}

async function doNothing(sender: Sender): Promise<number> {
  const body = Buffer.from(JSON.stringify({ query: 'mutation nothing { __typename }' }));
  const ms = await sender.sendAll(new Array<Buffer>(requestCount).fill(body), requires('"Mutation"'));
  return (requestCount / ms) * 1000;
}
