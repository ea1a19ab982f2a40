import { createElement as h, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Client, type ClientOptions, createClient, unwrap } from '../../client/src/index.ts';
import {
  MisuraProvider,
  type UsageVariables,
  useCreditBalance,
  useInvoices,
  useMisura,
  useUsage,
} from '../../client/src/react/index.ts';
import { type Network, startNetwork } from '../kit/network.ts';
import { openPage, type Page } from '../kit/page.ts';
import { startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
let backend: Client;
let network: Network;
let page: Page;
let browser: Client;
/** Every connection that a page opened for live values, until it is closed. */
let connections: { readonly variables: Record<string, unknown>; readonly signal: AbortSignal }[];
let requestCount: number;

beforeAll(async () => {
  server = await startTestServer();
  backend = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
  unwrap(await backend.createMeter({ key: 'calls', eventName: 'call', aggregation: 'SUM', valueProperty: 'n' }));
  for (const externalId of ['ada', 'bob']) unwrap(await backend.createCustomer({ externalId }));
});
afterAll(() => server.close());
beforeEach(async () => {
  network = await startNetwork(`${server.url}/graphql`);
  page = await openPage();
  browser = counted();
});
afterEach(async () => {
  await page.close();
  await eventually(open).toEqual([]);
  await network.close();
});

function counted(options: Partial<ClientOptions> = {}): Client {
  const opened: typeof connections = [];
  connections = opened;
  requestCount = 0;
  return createClient({
    url: network.url,
    key: server.adminKey,
    ...options,
    fetch: (url, init) => {
      requestCount++;
      const isLive = new Headers(init.headers).get('accept') === 'text/event-stream';
      const { variables } = JSON.parse(String(init.body));
      if (isLive) opened.push({ variables, signal: init.signal as AbortSignal });
      return fetch(url, init);
    },
  } as ClientOptions);
}

/** Whose live values are on the way at this moment. */
function open(): unknown[] {
  return connections.filter(({ signal }) => !signal.aborted).map(({ variables }) => variables.customer);
}

/** A page shows a thing when it can, which on a busy machine takes a while. */
const eventually = <T>(fact: () => T) => expect.poll(fact, { timeout: 10_000 });

let recorded = 0;
async function use(customer: string, n: string): Promise<void> {
  unwrap(await backend.recordEvent({ id: `event-${++recorded}`, name: 'call', customer, properties: { n } }));
}

async function usageOf(customer: string): Promise<string> {
  const usage = await backend.customerUsage({ customer, meter: 'calls' });
  return usage?.value ?? '';
}

const seen: string[] = [];
function Calls({ of }: { readonly of: UsageVariables | null }) {
  const usage = useUsage(of);
  const text = `${of?.customer}: ${usage.status} ${usage.data?.value ?? '-'}`;
  seen.push(`${text} of ${usage.data?.customer?.externalId ?? '-'}`);
  if (usage.status === 'error') return h('button', { type: 'button', onClick: usage.retry }, usage.error.message);
  return h('p', null, text);
}
const calls = (customer: string) => h(Calls, { key: 'calls', of: { customer, meter: 'calls' } });
const under = (client: Client, ...children: ReturnType<typeof h>[]) => h(MisuraProvider, { client }, ...children);

describe('useUsage', () => {
  test('is loading, then live with the present value, then with each new one, to the last digit', async () => {
    await use('ada', '0.1');
    const before = await usageOf('ada');
    page.render(under(browser, calls('ada')));
    await eventually(page.text).toBe(`ada: live ${before}`);
    expect(seen[0]).toBe('ada: loading - of -');
    await use('ada', '12345678901234567890.000000000001');
    await eventually(page.text).toBe(`ada: live ${await usageOf('ada')}`);
    expect(page.text()).toMatch(/\.\d{11,}1$/);
  });

  test('components that watch the same share one connection, and the last one closes it', async () => {
    const again = h(Calls, { key: 'again', of: { meter: 'calls', customer: 'ada' } });
    const value = `ada: live ${await usageOf('ada')}`;
    page.render(under(browser, calls('ada'), again));
    await eventually(page.text).toBe(value + value);
    page.render(under(browser, again));
    await eventually(page.text).toBe(value);
    expect(open()).toEqual(['ada']);
    page.render(under(browser));
    await eventually(open).toEqual([]);
    expect(connections).toHaveLength(1);
    expect(requestCount).toBe(1);
  });

  test('StrictMode, which does every effect twice, opens one connection', async () => {
    page.render(h(StrictMode, null, under(browser, calls('ada'))));
    await eventually(page.text).toContain('live');
    expect(connections).toHaveLength(1);
    expect(open()).toEqual(['ada']);
  });

  test('with another customer it never shows the number of the one before', async () => {
    seen.length = 0;
    await use('bob', '7');
    for (const customer of ['ada', 'bob', 'ada', 'bob']) {
      page.render(under(browser, calls(customer)));
      await eventually(page.text).toBe(`${customer}: live ${await usageOf(customer)}`);
      expect(open()).toEqual([customer]);
    }
    for (const text of seen) expect(text).toMatch(/^(\w+): (loading - of -|live \S+ of \1)$/);
    expect(seen.filter((text) => text.includes('loading'))).toHaveLength(4);
  });

  test('a date is the instant that it says, however often it is made', async () => {
    const of = () => ({ customer: 'ada', meter: 'calls', from: new Date('2020-01-01T00:00:00Z') });
    for (let i = 0; i < 3; i++) page.render(under(browser, h(Calls, { key: 'calls', of: of() })));
    await eventually(page.text).toContain('live');
    page.render(under(browser, h(Calls, { key: 'calls', of: of() })));
    expect(page.text()).toContain('live');
    expect(connections).toHaveLength(1);
  });

  test('a lost connection is shown with the latest value, until there is the present one', async () => {
    const before = await usageOf('ada');
    page.render(under(browser, calls('ada')));
    await eventually(page.text).toBe(`ada: live ${before}`);
    network.cut();
    await eventually(page.text).toBe(`ada: reconnecting ${before}`);
    await use('ada', '1');
    network.mend();
    await eventually(page.text).toBe(`ada: live ${await usageOf('ada')}`);
  });

  test('a server that is away from the start is connected to when it is there', async () => {
    network.cut();
    page.render(under(browser, calls('ada')));
    await eventually(page.text).toBe('ada: reconnecting -');
    network.mend();
    await eventually(page.text).toContain('ada: live');
  });

  test('a refusal is an error, and retry begins anew', async () => {
    page.render(under(browser, calls('eve')));
    await eventually(page.text).toBe('usageUpdated: There is no customer with this externalId.');
    await eventually(open).toEqual([]);
    unwrap(await backend.createCustomer({ externalId: 'eve' }));
    page.click('button');
    await eventually(page.text).toBe('eve: live 0');
  });

  test('without variables it is idle and opens nothing', async () => {
    page.render(under(browser, h(Calls, { key: 'calls', of: null })));
    await eventually(page.text).toBe('undefined: idle -');
    expect(requestCount).toBe(0);
    page.render(under(browser, calls('bob')));
    await eventually(page.text).toContain('bob: live');
    page.render(under(browser, h(Calls, { key: 'calls', of: null })));
    await eventually(page.text).toBe('undefined: idle -');
    await eventually(open).toEqual([]);
  });

  test('another client is another connection, the provider’s or one of its own', async () => {
    const [first, second] = [connections, counted()];
    const Own = () => h('p', null, useUsage({ customer: 'ada', meter: 'calls' }, { client: second }).status);
    page.render(under(browser, calls('ada'), h(Own, { key: 'own' })));
    await eventually(page.text).toMatch(/^ada: live [\d.]+live$/);
    expect([first.length, connections.length]).toEqual([1, 1]);
  });
});

test('a hook without a provider says what is missing', () => {
  const Lost = () => h('p', null, typeof useMisura());
  expect(() => renderToString(h(Lost))).toThrow('There is no <MisuraProvider client={…}> above this component.');
  expect(() => renderToString(calls('ada'))).toThrow('MisuraProvider');
  expect(renderToString(under(browser, h(Lost)))).toBe('<p>object</p>');
});

test('a server renders the loading state and asks for nothing; the browser takes it over without a word', async () => {
  const element = under(browser, calls('ada'));
  const html = renderToString(element);
  expect(html).toBe('<p>ada: loading -</p>');
  expect(requestCount).toBe(0);
  const error = vi.spyOn(console, 'error');
  page.hydrate(html, element);
  await eventually(page.text).toBe(`ada: live ${await usageOf('ada')}`);
  expect(page.complaints).toEqual([]);
  expect(error).not.toHaveBeenCalled();
  error.mockRestore();
});

test('useCreditBalance has each new balance', async () => {
  unwrap(await backend.createCreditType({ key: 'ai', name: 'AI', precision: 12 }));
  const grant = { customer: 'ada', creditType: 'ai', amount: '0.000000000001' };
  const Credits = () => {
    const { status, data } = useCreditBalance({ customer: 'ada', creditType: 'ai' });
    return h('p', null, `${status} ${data?.available}`);
  };
  page.render(under(browser, h(Credits, { key: 'credits' })));
  await eventually(page.text).toBe('live 0');
  unwrap(await backend.grantCredits({ ...grant, idempotencyKey: 'first' }));
  await eventually(page.text).toBe('live 0.000000000001');
});

describe('useInvoices', () => {
  const Invoices = ({ first }: { readonly first?: number }) => {
    const { status, data } = useInvoices({ customer: 'bob', ...(first === undefined ? {} : { first }) });
    return h('p', null, `${status} ${data?.map((invoice) => `${invoice.status} ${invoice.total.amount}`).join(', ')}`);
  };
  const product = { key: 'pro', name: 'Pro', currency: 'USD', interval: { unit: 'MONTH' } } as const;

  test('has the list before there is anything in it, each invoice as it is opened, and what was missed', async () => {
    page.render(under(browser, h(Invoices, { key: 'all' }), h(Invoices, { key: 'one', first: 1 })));
    await eventually(page.text).toBe('live live ');

    const usage = { name: 'Calls', meter: 'calls', pricing: { perUnit: { unitAmount: '2' } } };
    const charges = [{ flat: { name: 'Fee', amount: '49.01' } }, { usage }];
    unwrap(await backend.createProduct({ ...product, charges }));
    unwrap(await backend.createSubscription({ customer: 'bob', product: 'pro' }));
    await eventually(page.text).toBe('live DRAFT 49.01live DRAFT 49.01');

    network.cut();
    await eventually(page.text).toBe('reconnecting DRAFT 49.01reconnecting DRAFT 49.01');
    const workspace = await backend.workspace();
    const to = new Date(Date.parse(workspace.now) + 32 * 24 * 3_600_000);
    unwrap(await backend.advanceClock({ to }));
    network.mend();
    await eventually(page.text).toMatch(/^live (DRAFT|FINAL) 49.01, FINAL 49.01live (DRAFT|FINAL) 49.01$/);
  });

  test('is not read again for usage, which changes the upcoming invoice only', async () => {
    page.render(under(browser, h(Invoices, { key: 'all' })));
    await eventually(page.text).toContain('live');
    const upcoming = backend.live.invoiceUpdated({ customer: 'bob' });
    const totals: unknown[] = [(await upcoming.next()).value?.total.amount];
    for (let i = 0; i < 4; i++) {
      const [next] = await Promise.all([upcoming.next(), use('bob', '5')]);
      totals.push(next.value?.total.amount);
    }
    await upcoming.return?.();
    expect(totals).toEqual(['49.01', '59.01', '69.01', '79.01', '89.01']);
    // The connection, the list, and at most once more at its first message.
    expect(requestCount).toBeLessThanOrEqual(3);
  });
});
