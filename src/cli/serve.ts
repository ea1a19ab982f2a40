import { readConfig } from '../server/config.ts';
import { createLogger } from '../server/log.ts';
import { startServer } from '../server/start.ts';
import { failureText } from './failure.ts';

/** Runs the server until it is told to stop, with `--demo` beside a demo. Gives the exit code: 2 for another argument. */
export async function serve(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--demo');
  if (unknown !== undefined) {
    console.error(
      `misura serve takes --demo and no "${unknown}": its settings are environment variables, see docs/operating.md.`,
    );
    return 2;
  }
  try {
    const config = readConfig();
    const log = createLogger(config.logLevel);
    // Listened for before anything is started, so that a signal in the middle of starting leaves nothing behind either.
    const told = toldToStop();
    const server = await startServer(config, log);
    const stopDemo = args.includes('--demo')
      ? await (await import('./demo/start-demo.ts')).startDemo(server, log)
      : null;
    const signal = await told;
    log.info({ signal }, 'stopping: finishing what is in flight');
    await stopDemo?.();
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
