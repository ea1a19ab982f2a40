import { Agent, request } from 'node:http';

/** Sends GraphQL requests that are ready made, so that making them is not measured. */
export function createSender(port: number, key: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    async send(body: Buffer): Promise<string> {
      return await new Promise((resolve, reject) => {
        const headers = {
          'content-type': 'application/json',
          'content-length': body.length,
          authorization: `Bearer ${key}`,
        };
        const sent = request(
          { port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, headers },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () => resolve(Buffer.concat(chunks).toString()));
          },
        );
        sent.on('error', reject);
        sent.end(body);
      });
    },
    /** All bodies over so many connections at once; milliseconds. `check` sees every answer. */
    async sendAll(bodies: readonly Buffer[], check: (answer: string) => void): Promise<number> {
      const startedAt = performance.now();
      let next = 0;
      const lane = async () => {
        for (;;) {
          const body = bodies[next];
          next += 1;
          if (body === undefined) return;
          check(await this.send(body));
        }
      };
      await Promise.all(Array.from({ length: connections }, lane));
      return performance.now() - startedAt;
    },
    close() {
      agent.destroy();
    },
  };
}
