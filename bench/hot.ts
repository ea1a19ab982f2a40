import { figureName, kinds, makeMeter, type Sender, sendLoad } from './kit/load.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const bar = { atLeast: 0.9 };
const rounds = 5;
const customerCount = 1_000;

/** In batches and one by one: they meet at the row of one customer in different ways. */
const shapes = [
  { name: 'hot', events: 50_000, batchSize: 1_000, connections: 4 },
  { name: 'hot-single', events: 10_000, batchSize: 1, connections: 64 },
] as const;

/** Recording for one customer on one meter. The baseline is the same load spread over 1,000 customers. */
export async function hot(): Promise<void> {
  const server = await startBenchServer();
  const setUp = createSender(server.port, server.key, 1);
  try {
    await makeMeter(setUp, customerCount);
    for (const { name, connections, ...load } of shapes) {
      const sender = createSender(server.port, server.key, connections);
      for (const kind of kinds) {
        const measure = (run: string, customers: number): Promise<number> =>
          sendLoad(sender, { ...load, run: `${name}-${run}`, kind, customers });
        reportRatio(figureName(name, kind), bar, 'events/s', await inTurn(measure));
      }
      sender.close();
    }
  } finally {
    setUp.close();
    await server.close();
  }
}

async function inTurn(measure: (run: string, customers: number) => ReturnType<Sender['sendAll']>): Promise<Pair[]> {
  const pairs: Pair[] = [];
  // The first round warms both up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const baseline = await measure(`spread-${round}`, customerCount);
    const measured = await measure(`one-${round}`, 1);
    if (round > 0) pairs.push({ measured, baseline });
  }
  return pairs;
}
