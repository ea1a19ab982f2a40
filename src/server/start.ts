import type { Tracer } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { type BootstrapOutcome, bootstrapWorkspace } from '../actions/bootstrap-workspace.ts';
import { type Database, openDatabase } from '../store/database.ts';
import type { News } from '../store/embedded/revive.ts';
import { migrate } from '../store/migrate.ts';
import { compose, systemClock, systemIds } from './compose.ts';
import type { Config } from './config.ts';
import { dashboardFolder, withDashboard } from './dashboard.ts';
import { listen } from './http.ts';
import { createJobs } from './jobs.ts';
import { createMetrics } from './metrics.ts';
import { startTracing } from './tracing.ts';
import { welcome } from './welcome.ts';
import { createApi } from './yoga.ts';

export type RunningServer = {
  readonly url: string;
  readonly database: Database;
  /** Finishes what is in flight, ends live streams, and leaves nothing behind: no listener, no job, no PostgreSQL. */
  close(): Promise<void>;
};

/**
 * Starts a server and resolves when it answers. What was started before something failed is stopped again.
 *
 * `print` is for the operator's eyes: the first start shows the first key there, once, and never in the log.
 */
export async function startServer(
  config: Config,
  log: Logger,
  print: (text: string) => void = (text) => process.stdout.write(text),
): Promise<RunningServer> {
  // Taken down from the last to the first.
  const started: (() => Promise<void>)[] = [];
  let closing = false;
  const stop = async () => {
    closing = true;
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const databaseUrl = config.databaseUrl ?? (await startOwnDatabase(config, log, started));
    const applied = await migrate(databaseUrl);
    for (const name of applied) log.info({ migration: name }, 'migrated');

    const database = openDatabase(databaseUrl, {
      poolMax: config.poolMax,
      // The embedded one is reached directly, whatever is set.
      pooler: config.databaseUrl === null ? null : config.pooler,
      onError: (error) => log.warn({ err: error }, 'an idle database connection broke and was replaced'),
    });
    started.push(() => database.close());
    const jobs = await createJobs(database, log);
    started.push(() => jobs.stop());
    const { scheduleBuild } = jobs;
    const traced = await startTraces(config.tracesEndpoint, started);
    const metrics = createMetrics({ process: true });
    const app = await compose({
      database,
      clock: systemClock,
      ids: systemIds,
      log,
      redisUrl: config.redisUrl,
      limits: config.limits,
      metrics,
      ...traced,
      scheduleBuild,
    });
    started.push(() => app.deps.announcer.close());
    started.push(() => app.deps.recorder.idle());
    started.push(() => app.hub.close());
    await jobs.start(app.deps);

    const apiOptions = {
      limits: config.limits,
      metrics,
      ...traced,
      metricsToken: config.metricsToken,
      isClosing: () => closing,
    };
    const handler = withDashboard(createApi(app, apiOptions), dashboardFolder);
    const http = await listen(handler, { port: config.port, host: config.host });
    started.push(() => http.close(() => app.hub.close()));

    // Last, because the first key is shown but once: a start that failed after this would take it along.
    const bootstrap = await bootstrapWorkspace(
      { database, clock: systemClock, ids: systemIds },
      { mode: config.bootstrapMode, secret: config.bootstrapKey },
    );
    warnOfUnknownKey(bootstrap, log);

    const url = `http://localhost:${http.port}`;
    log.info({ port: http.port, embedded: config.databaseUrl === null }, 'listening');
    print(welcome({ url, config, bootstrap }));
    return { url, database, close: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startTraces(endpoint: string | null, started: (() => Promise<void>)[]): Promise<{ tracer?: Tracer }> {
  if (endpoint === null) return {};
  const tracing = await startTracing(endpoint);
  started.push(() => tracing.close());
  return { tracer: tracing.tracer };
}

/** Loaded only when it is wanted: with a database of one's own, nothing of it runs. */
async function startOwnDatabase(config: Config, log: Logger, started: (() => Promise<void>)[]): Promise<string> {
  const { startEmbedded } = await import('../store/embedded/start.ts');
  const embedded = await startEmbedded({ dataDir: config.dataDir, hear: (news) => tellOf(news, log) });
  started.push(() => embedded.stop());
  return embedded.url;
}

function tellOf(news: News, log: Logger): void {
  switch (news.kind) {
    case 'DIED':
      log.error('the embedded PostgreSQL has died, and is started again');
      break;
    case 'NOT_BACK_YET':
      log.error(
        { err: news.error, againInMs: news.againInMs },
        'the embedded PostgreSQL could not be started again yet',
      );
      break;
    case 'BACK':
      log.warn({ afterMs: news.afterMs }, 'the embedded PostgreSQL is back');
  }
}

function warnOfUnknownKey(bootstrap: BootstrapOutcome, log: Logger): void {
  if (bootstrap.made || bootstrap.secretKnown) return;
  log.warn('MISURA_BOOTSTRAP_KEY is not a key of this installation and was ignored: it only sets the very first key.');
}
