import type { CDPSession, Page } from 'playwright-core';
import { makeMeter, recordRequests, requires } from './kit/load.ts';
import { openBrowser, openWindow } from './kit/open-browser.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const minutes = Number(process.env.BENCH_MINUTES ?? 60);
/** Until then caches fill, and what is kept for five minutes is kept. */
const settledMinutes = Math.min(10, minutes / 2);
const growthMost = 1.1;
const customerCount = 100;
const requestsPerSecond = 5;
const batchSize = 20;
const addresses = {
  overview: '/',
  events: '/events',
  customer: '/customers/drawing-0',
  credits: '/customers/drawing-0?show=credits',
};

/**
 * What pages of the dashboard hold in memory, after a collection of garbage, while they follow 100 events a second for an
 * hour, or BENCH_MINUTES. The baseline is the same page ten minutes after it was opened.
 */
export async function watching(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, 2);
  const browser = await openBrowser();
  try {
    await makeMeter(sender, customerCount);
    const requests = recordRequests({
      run: 'watching',
      kind: 'drawing',
      events: minutes * 60 * requestsPerSecond * batchSize,
      batchSize,
      customers: customerCount,
    });
    requires(`"recorded":${batchSize}`)(await sender.send(requests.shift() as Buffer));
    const watched: Watched[] = [];
    for (const [name, address] of Object.entries(addresses)) {
      // Each in a window of its own: those of one share the few connections that a browser opens to a server.
      watched.push(await watch(await (await openWindow(browser, server)).newPage(), name, address));
    }
    const startedAt = performance.now();
    const sending = setInterval(() => {
      const request = requests.shift();
      if (request !== undefined) void sender.send(request).then(requires(`"recorded":${batchSize}`));
    }, 1_000 / requestsPerSecond);
    const samples = new Map(watched.map(({ name }) => [name, [] as Sample[]]));
    for (let minute = 1; minute <= minutes; minute += 1) {
      await new Promise((resolve) => setTimeout(resolve, startedAt + minute * 60_000 - performance.now()));
      for (const page of watched) {
        const sample = await sampleOf(page);
        samples.get(page.name)?.push(sample);
        console.log(
          `minute ${minute}, ${page.name}: ${sample.heapMb.toFixed(2)} MB, ${sample.nodes} nodes, ${sample.listeners} listeners`,
        );
      }
    }
    clearInterval(sending);
    for (const [name, taken] of samples) {
      const baseline = taken[Math.ceil(settledMinutes) - 1]?.heapMb ?? 0;
      const pairs: Pair[] = taken
        .slice(Math.ceil(settledMinutes))
        .map(({ heapMb }) => ({ measured: heapMb, baseline }));
      reportRatio(`watching-${name}`, { atMost: growthMost }, 'MB', pairs.slice(-5));
    }
  } finally {
    await browser.close();
    sender.close();
    await server.close();
  }
}

type Watched = { readonly name: string; readonly tools: CDPSession };
type Sample = { readonly heapMb: number; readonly nodes: number; readonly listeners: number };

async function watch(page: Page, name: string, address: string): Promise<Watched> {
  await page.goto(address);
  await page.getByText('Live', { exact: true }).first().waitFor();
  const tools = await page.context().newCDPSession(page);
  await tools.send('Performance.enable');
  return { name, tools };
}

async function sampleOf({ tools }: Watched): Promise<Sample> {
  await tools.send('HeapProfiler.collectGarbage');
  const { metrics } = await tools.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((found) => found.name === name)?.value ?? 0;
  return {
    heapMb: metric('JSHeapUsedSize') / 2 ** 20,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
  };
}
