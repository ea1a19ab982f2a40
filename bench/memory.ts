import { readFileSync } from 'node:fs';
import { figureName, kinds, makeMeter, sendLoad } from './kit/load.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const rssMaxMb = 350;
const rounds = 5;
const customerCount = 1_000;
const sampleMs = 100;
const loads = [
  { name: 'many', events: 100_000, batchSize: 1_000, connections: 4 },
  { name: 'one', events: 10_000, batchSize: 1, connections: 64 },
] as const;

/**
 * The most memory that the server's process has resident while it records without a pause, in batches of 1,000 and one
 * by one at the same time. The baseline is the bar, 350 MB. PostgreSQL is not included.
 */
export async function memory(): Promise<void> {
  const server = await startBenchServer();
  const senders = loads.map(({ connections }) => createSender(server.port, server.key, connections));
  try {
    await makeMeter(senders[0] as (typeof senders)[number], customerCount);
    for (const kind of kinds) {
      const pairs: Pair[] = [];
      for (let round = 0; round < rounds; round += 1) {
        let most = 0;
        const sampling = setInterval(() => {
          most = Math.max(most, residentMb(server.pid));
        }, sampleMs);
        await Promise.all(
          loads.map(async ({ name, events, batchSize }, i) => {
            const sender = senders[i] as (typeof senders)[number];
            await sendLoad(sender, { run: `${name}-${round}`, kind, events, batchSize, customers: customerCount });
          }),
        );
        clearInterval(sampling);
        pairs.push({ measured: most, baseline: rssMaxMb });
      }
      reportRatio(figureName('memory', kind), { atMost: 1 }, 'MB', pairs);
    }
  } finally {
    for (const sender of senders) sender.close();
    await server.close();
  }
}

function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}
