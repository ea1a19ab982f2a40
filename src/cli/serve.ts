import { readConfig } from '../server/config.ts';
import { createLogger } from '../server/log.ts';
import { startServer } from '../server/start.ts';
import { failureText } from './failure.ts';

/** Runs the server until it is told to stop. Gives the exit code. */
export async function serve(): Promise<number> {
  try {
    const config = readConfig();
    const log = createLogger(config.logLevel);
    // Listened for before anything is started, so that a signal in the middle of starting leaves nothing behind either.
    const told = toldToStop();
    const server = await startServer(config, log);
    const signal = await told;
    log.info({ signal }, 'stopping: finishing what is in flight');
    await server.close();
    return 0;
  } catch (error) {
    console.error(failureText(error));
    return 1;
  }
}

/** The first signal asks, the second one insists. */
function toldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        resolve(signal);
        process.on(signal, () => process.exit(1));
      });
    }
  });
}
