import type { Client } from '../client.ts';
import type { Invoice } from '../generated/methods.ts';
import { backoffMs, isOutage, pause } from '../retry.ts';
import type { Sink } from './watch.ts';

/**
 * The first page of a customer's invoices, read when the connection stands and again whenever one of them has changed.
 *
 * Read, not put together from the messages: the server has the order, and a message says nothing of what happened while
 * the connection was lost.
 */
export async function watchInvoices(
  client: Pick<Client, 'customerInvoices'> & { readonly live: Pick<Client['live'], 'invoiceUpdated'> },
  { customer, first = null }: { readonly customer: string; readonly first?: number | null | undefined },
  { value, lost }: Sink<readonly Invoice[]>,
  outer: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  const onAbort = () => stop.abort();
  outer.addEventListener('abort', onAbort, { once: true });
  let isConnected = false;
  let isDue = false;
  let wake = () => {};
  const look = () => {
    isDue = true;
    wake();
  };

  async function hear(): Promise<void> {
    let isNews = false;
    const onConnect = () => {
      isConnected = true;
      isNews = false;
      look();
    };
    const onReconnect = ({ error }: { readonly error: unknown }) => {
      isConnected = false;
      lost(error);
    };
    for await (const { status } of client.live.invoiceUpdated({ customer }, { signal, onConnect, onReconnect })) {
      // The first message says that the server has begun to compare. What changed before that, it will not tell.
      if (!isNews || status !== 'UPCOMING') look();
      isNews = true;
    }
  }

  async function read(): Promise<void> {
    for (let attempt = 0; !signal.aborted; ) {
      if (!isDue || !isConnected) await new Promise<void>((resolve) => (wake = resolve));
      if (!isDue || !isConnected) continue;
      isDue = false;
      try {
        const page = await client.customerInvoices({ customer, first }, { signal });
        // Null: there is no such customer, which the connection is about to be told.
        if (page !== null && isConnected) value(page.nodes);
        attempt = 0;
      } catch (error) {
        if (signal.aborted || !isOutage(error)) throw error;
        lost(error);
        await pause(backoffMs(++attempt, error), signal);
        isDue = true;
      }
    }
  }

  try {
    await Promise.race([hear(), read()]);
  } finally {
    outer.removeEventListener('abort', onAbort);
    stop.abort();
  }
}
