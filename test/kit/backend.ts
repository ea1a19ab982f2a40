import { createClient, createRecorder } from '../../client/src/index.ts';

/** A backend that reports what its customers use, with the shipped client. */
export type Backend = {
  /** Reports so many requests of 1,000 tokens each, and resolves when they are acknowledged. Outages are waited for. */
  report(count: number): Promise<void>;
};

export function startBackend(origin: string, key: string, customer: string): Backend {
  const client = createClient({ url: `${origin}/graphql`, key });
  let last = 0;
  return {
    async report(count) {
      const recorder = createRecorder(client, { createCustomers: true, onError: () => {} });
      for (let place = 0; place < count; place++) {
        const id = `request-${++last}`;
        await recorder.record({ id, name: 'llm.request', customer, properties: { tokens: 1_000, model: 'large' } });
      }
      await recorder.close({ timeoutMs: 150_000 });
    },
  };
}
