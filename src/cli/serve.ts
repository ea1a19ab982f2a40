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

// Ctrl-C in a terminal reaches us twice, from the terminal and through npm. That is no insisting yet.
const insistAfterMs = 1_000;

/** The first signal asks, one that comes later insists. */
function toldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let toldAt: number | null = null;
    const tell = (signal: NodeJS.Signals) => {
      if (toldAt === null) {
        toldAt = performance.now();
        resolve(signal);
      } else if (performance.now() - toldAt > insistAfterMs) {
        process.exit(1);
      }
    };
    process.on('SIGTERM', tell);
    process.on('SIGINT', tell);
  });
}
