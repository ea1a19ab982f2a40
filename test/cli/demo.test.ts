import { expect, test, vi } from 'vitest';
import { askServer, runCli } from '../kit/cli.ts';
import { createTestDatabase } from '../kit/database.ts';

const past = `{ meters { nodes { key status } } customers { nodes { externalId
  usage(meter: "tokens", from: "2020-01-01T00:00:00Z", to: "TO") { value eventCount } } } }`;
const present = `{ customers { nodes { externalId usage(meter: "requests") { eventCount }
  subscriptions { nodes { id upcomingInvoice { total { amount } } } } } } }`;

type Past = { customers: { nodes: { usage: { value: string; eventCount: string } }[] } };
type Present = {
  customers: {
    nodes: {
      usage: { eventCount: string };
      subscriptions: { nodes: { upcomingInvoice: { total: { amount: string } } }[] };
    }[];
  };
};

test('the demo has a past, goes on, and starts again with the same past and another key', async () => {
  const { url: DATABASE_URL, drop } = await createTestDatabase();
  const beganAt = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();

  const first = runCli(['serve', '--demo'], { PORT: '0', DATABASE_URL });
  const url = await first.until(/Misura answers at (http:\S+)/);
  const key = await first.until(/of this start only:\s+(msr_live_\w+)/);
  const ask = async <T>(question: string, as = key) => await askServer<T>(url, as, question);
  const counted = async () =>
    (await ask<Present>(present)).customers.nodes.reduce((sum, { usage }) => sum + Number(usage.eventCount), 0);
  await first.until(/the past of the demo is there/);
  const before = await counted();
  expect(before).toBeGreaterThan(500);
  await vi.waitFor(async () => expect(await counted()).toBeGreaterThan(before), { timeout: 30_000, interval: 200 });
  const sold = (await ask<Present>(present)).customers.nodes.flatMap(({ subscriptions }) => subscriptions.nodes);
  expect(sold).toHaveLength(6);
  expect(sold.map(({ upcomingInvoice }) => upcomingInvoice.total.amount)).toContainEqual(
    expect.stringMatching(/^[1-9]/),
  );
  const question = past.replace('TO', beganAt);
  const filled = await ask<Past>(question);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  const second = runCli(['serve', '--demo'], { PORT: '0', DATABASE_URL });
  const urlNow = await second.until(/Misura answers at (http:\S+)/);
  const keyNow = await second.until(/of this start only:\s+(msr_live_\w+)/);
  await second.until(/the past of the demo is there/);
  expect(await askServer<Past>(urlNow, keyNow, question)).toEqual(filled);
  await expect(askServer(urlNow, key, question)).rejects.toThrow(/UNAUTHENTICATED/);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(second.output()).not.toMatch(/"level":"(error|warn)"/);
  await drop();
});

test('serve takes no other argument', async () => {
  const cli = runCli(['serve', '--dmeo']);
  expect([await cli.ended, cli.output()]).toEqual([2, expect.stringContaining('takes --demo and no "--dmeo"')]);
});
