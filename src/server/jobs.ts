import { makeWorkerUtils, parseCronItems, run, type TaskList, Logger as WorkerLogger } from 'graphile-worker';
import pg from 'pg';
import type { Logger } from 'pino';
import { audit } from '../actions/audit.ts';
import { buildMeter, resumeBuilds } from '../actions/build-meter.ts';
import type { Deps } from '../actions/deps.ts';
import { settleBilling } from '../actions/settle-billing.ts';
import type { Database } from '../store/database.ts';
import { findDueWorkspaces } from '../store/workspaces.ts';

/** Work that nobody waits for, in a queue in the database: any instance may do it, and none forgets it. */
export type Jobs = {
  readonly scheduleBuild: (buildId: number) => Promise<void>;
  /** Begins to work, with what an earlier server has left first. */
  start(deps: Deps): Promise<void>;
  /** Stops taking jobs and waits for the one at hand, which stops after its page. */
  stop(): Promise<void>;
};

const pagesPerLook = 5;
// Two jobs at once, the one that listens, and one for adding to the queue.
const connectionsMax = 4;

export async function createJobs(database: Database, log: Logger): Promise<Jobs> {
  const logger = workerLogger(log);
  const pool = openPool(database, log);
  // What LISTEN would tell is found by looking every two seconds.
  const noPreparedStatements = database.pooler !== null;
  const queue = await makeWorkerUtils({ pgPool: pool, logger, noPreparedStatements });
  const stopping = new AbortController();
  let stopRunner: (() => Promise<void>) | null = null;

  async function scheduleBuild(buildId: number): Promise<void> {
    await queue.addJob('build_meter', { buildId }, { jobKey: `build_meter:${buildId}`, maxAttempts: 5 });
  }

  return {
    scheduleBuild,
    async start(deps) {
      const runner = await run({
        pgPool: pool,
        logger,
        concurrency: 2,
        noHandleSignals: true,
        noPreparedStatements,
        taskList: tasks(deps, stopping.signal),
        // Once a night everything is derived again. Once a minute: builds whose instance has gone, and billing periods that have ended.
        parsedCronItems: parseCronItems([
          ...['resume_builds', 'settle_billing'].map((task) => ({ task, match: '* * * * *', identifier: task })),
          { task: 'audit', match: '37 3 * * *', identifier: 'audit' },
        ]),
      });
      stopRunner = () => runner.stop();
      await queue.addJob('resume_builds', {}, { jobKey: 'resume_builds' });
      await queue.addJob('settle_billing', {}, { jobKey: 'settle_billing' });
    },
    async stop() {
      stopping.abort();
      await stopRunner?.();
      await queue.release();
      await pool.end();
    },
  };
}

function tasks(deps: Deps, stopping: AbortSignal): TaskList {
  return {
    async build_meter(payload) {
      const { buildId } = payload as { buildId: number };
      // In pieces, so that a server that is told to stop does not have to count to the end first.
      while (!stopping.aborted && (await buildMeter(deps, buildId, pagesPerLook)) === 'UNFINISHED');
    },
    async resume_builds() {
      await resumeBuilds(deps);
    },
    async audit() {
      for (const breach of (await audit(deps)).breaches)
        deps.log.error(breach, 'a row disagrees with what it is derived from');
    },
    async settle_billing() {
      for (const workspaceId of await findDueWorkspaces(deps.database.pool, deps.clock.now())) {
        if (stopping.aborted) return;
        await settleBilling(deps, workspaceId);
      }
    },
  };
}

/** Apart from the server's own pool: the queue wants timestamps as the driver gives them, and must not wait for requests. */
function openPool(database: Database, log: Logger): pg.Pool {
  const pool = new pg.Pool({ connectionString: database.url, max: connectionsMax, application_name: 'misura jobs' });
  const report = (error: Error) => log.warn({ err: error }, 'a connection of the job queue broke and will be replaced');
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}

/** Every job that runs would be two lines; only what goes wrong is worth one. */
function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
