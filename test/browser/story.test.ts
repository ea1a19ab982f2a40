import { expect, onTestFinished, test } from 'vitest';
import { startBackend } from '../kit/backend.ts';
import { openPage, useBrowser } from '../kit/browser.ts';
import { serveCli } from '../kit/cli.ts';
import { createTestDatabase } from '../kit/database.ts';
import { keyboard, mouse } from '../kit/hand.ts';
import { startTestServer } from '../kit/server.ts';
import {
  chart,
  chooseZone,
  makeMeter,
  makeProduct,
  part,
  passMonth,
  seeOnPhone,
  seeText,
  seeUsage,
  signIn,
  subscribe,
  type Teller,
  walkToEvent,
  watchMeter,
  watchUpcoming,
} from './story.ts';

useBrowser();

// Long enough for a machine that is busy with other tests.
const timeout = 180_000;

const key = 'msr_test_key_of_the_story';

test(
  'from the first meter to the events of an invoice, while the server is killed and started again',
  async () => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const settings = {
      DATABASE_URL: database.url,
      HOST: '127.0.0.1',
      MISURA_BOOTSTRAP_KEY: key,
      MISURA_BOOTSTRAP_MODE: 'TEST',
    };
    const server = await serveCli(settings);
    const { origin, port } = new URL(server.url);
    const { page, complaints } = await open(origin, 'light');
    const backend = startBackend(origin, key, 'acme');
    const teller: Teller = { page, hand: mouse(), backend, key };

    await signIn(teller);
    await makeMeter(teller);
    await makeProduct(teller);
    await subscribe(teller);
    await watchMeter(teller);
    await backend.report(10);
    await seeUsage(page, '15,000');

    const tail = await page.context().newPage();
    await tail.goto(`${origin}/events`);
    await part(tail, 'Live').getByText('request-15', { exact: true }).waitFor();
    expect(complaints).toEqual([]);

    server.child.kill('SIGKILL');
    const reported = backend.report(15);
    await page.getByRole('status').getByText('Reconnecting…').first().waitFor();
    await server.ended;
    await seeUsage(page, '15,000');
    await serveCli({ ...settings, PORT: port });
    await reported;
    await seeText(page.getByRole('status'), /^Live$/);
    await expect.poll(() => page.getByRole('alert').count(), { timeout: 30_000 }).toBe(0);
    // The page has moved, and the pointer has not.
    await teller.hand.pointAtEnd(chart(page));
    await seeUsage(page, '30,000');
    for (let place = 1; place <= 30; place++)
      await part(tail, 'Live').getByText(`request-${place}`, { exact: true }).waitFor();
    await tail.close();
    await seeText(page.getByRole('status'), /^Live$/);
    expect(complaints.splice(0).filter((said) => !said.includes('net::ERR_'))).toEqual([]);

    await passMonth(teller);
    await walkToEvent(teller);
    await seeOnPhone(teller);
    expect(complaints).toEqual([]);
  },
  timeout,
);

test(
  'the same by keyboard alone',
  async () => {
    const server = await startTestServer();
    onTestFinished(() => server.close());
    const { page, complaints } = await open(server.url, 'dark');
    const backend = startBackend(server.url, server.adminKey, 'acme');
    const teller: Teller = { page, hand: keyboard(page), backend, key: server.adminKey };
    await signIn(teller);
    await makeMeter(teller);
    await makeProduct(teller);
    await subscribe(teller);
    await watchMeter(teller);
    await backend.report(10);
    await seeUsage(page, '15,000');
    await chooseZone(teller);
    await watchUpcoming(teller);
    await passMonth(teller);
    await walkToEvent(teller);
    expect(complaints).toEqual([]);
  },
  timeout,
);

const open = (url: string, colorScheme: 'light' | 'dark') =>
  openPage(url, { colorScheme, timezoneId: noonZone(), reducedMotion: 'reduce' });

/** A zone where it is about noon: there no day ends before the test does. */
function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  // They are named the other way round.
  return ahead >= 0 ? `Etc/GMT-${ahead}` : `Etc/GMT+${-ahead}`;
}
