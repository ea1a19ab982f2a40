import type { Logger } from 'pino';
import type { RunningServer } from '../../server/start.ts';
import { runDemo } from './run-demo.ts';
import { demoKey } from './workspace.ts';

/** Begins the demo on a server that runs, and gives what ends it. It never takes the server down with it. */
export async function startDemo(server: RunningServer, log: Logger): Promise<() => Promise<void>> {
  const key = await demoKey(server.database);
  process.stdout.write(demoText(server.url, key));
  const stop = new AbortController();
  const running = runDemo(`${server.url}/graphql`, key, stop.signal, () =>
    log.info('the past of the demo is there, and it goes on'),
  ).catch((error: unknown) => {
    log.error({ err: error }, 'the demo has ended early');
  });
  return async () => {
    stop.abort();
    await running;
  };
}

function demoText(url: string, key: string): string {
  return `
  The workspace "Demo" fills with three days of usage, and with some events a second while the server runs.
  Its ADMIN key, of this start only:

    ${key}

  Watch a number move, here with curl or in a browser at ${url}/graphql:

    curl -N ${url}/graphql -H 'Authorization: Bearer ${key}' \\
      -H 'Accept: text/event-stream' -H 'Content-Type: application/json' \\
      -d '{"query": "subscription { usageUpdated(customer: \\"aurora-labs\\", meter: \\"tokens\\") { value eventCount } }"}'

`;
}
