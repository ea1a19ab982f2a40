import { Agent, type IncomingMessage, request } from 'node:http';

export type Message = { readonly eventCount: number; readonly atMs: number };

/** One who watches a customer's usage over a connection of its own, and notes when each message came. */
export type Watcher = { readonly customer: string; readonly messages: Message[]; close(): void };

const question = `subscription ($customer: String!) {
  usageUpdated(customer: $customer, meter: "context") { eventCount value }
}`;

/** Resolves when the present state has come, which is the first message. */
export async function watchUsage(port: number, key: string, customer: string): Promise<Watcher> {
  const agent = new Agent({ keepAlive: false });
  const body = JSON.stringify({ query: question, variables: { customer } });
  const messages: Message[] = [];
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    authorization: `Bearer ${key}`,
  };
  const sent = request({ port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, headers });
  const close = () => {
    // Leaving is heard as an error, which nobody waits for any more.
    sent.on('error', () => {});
    sent.destroy();
  };
  await new Promise<void>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (response: IncomingMessage) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        const atMs = performance.timeOrigin + performance.now();
        for (const [, count] of text.matchAll(/"eventCount":"?(\d+)/g))
          messages.push({ eventCount: Number(count), atMs });
        if (text.includes('"errors"')) reject(new Error(text));
        if (messages.length > 0) resolve();
      });
      response.on('error', () => {});
    });
    sent.end(body);
  });
  return { customer, messages, close };
}
