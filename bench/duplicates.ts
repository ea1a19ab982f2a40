import { figureName, kinds, makeMeter, sendLoad } from './kit/load.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const bar = { atLeast: 1 };
const rounds = 5;
const connections = 4;
const customerCount = 20;

/** Recording what is recorded already, 1,000 events a request. The baseline is the first time the same requests came. */
export async function duplicates(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, connections);
  try {
    await makeMeter(sender, customerCount);
    for (const kind of kinds) {
      const pairs: Pair[] = [];
      // The first round warms both up and is not counted.
      for (let round = 0; round <= rounds; round += 1) {
        const load = { run: `${round}`, kind, events: 50_000, batchSize: 1_000, customers: customerCount };
        const baseline = await sendLoad(sender, load);
        const measured = await sendLoad(sender, load, 'duplicates');
        if (round > 0) pairs.push({ measured, baseline });
      }
      reportRatio(figureName('duplicates', kind), bar, 'events/s', pairs);
    }
  } finally {
    sender.close();
    await server.close();
  }
}
