import { Overloaded } from '../core/errors.ts';

/** Lets concurrent requests of a workspace share a transaction. */
export type Lanes<Job, Outcome> = {
  /**
   * Resolves once the job is committed, with its own outcome whoever shared the commit. Throws Overloaded, before it has
   * kept anything of the job, when there is no room for it.
   */
  submit(workspaceId: string, job: Job): Promise<Outcome>;
  /** Throws Overloaded if a job of this size would have no room now: before work is done for one that cannot be taken. */
  requireRoom(size: number): void;
  /** What is under way or waiting, over all workspaces. */
  load(): LaneLoad;
  /** Resolves when nothing is under way or waiting. */
  idle(): Promise<void>;
};

export type LaneLoad = {
  readonly jobs: number;
  readonly size: number;
  /** From a refusal until half of what there may be is done: so that whoever asks does not see it flicker. */
  readonly isFull: boolean;
};

export type LaneBound<Job> = {
  readonly sizeOf: (job: Job) => number;
  /** Over all workspaces. A single job that is larger is taken when there is no other. */
  readonly sizeMax: number;
  /** What the size counts, in words. */
  readonly unit: string;
};

export type LaneOptions<Job, Outcome> = {
  /** Does all jobs in one transaction or none, and gives the outcome of each. */
  readonly flush: (workspaceId: string, jobs: readonly Job[]) => Promise<Outcome[]>;
  readonly flushesAtOnce: number;
  /** What has to wait, in size, for a flush to begin while another one runs. Below it, waiting makes fewer and larger ones. */
  readonly worthAnother: number;
  /** How many of these, from the first, go into one flush: one at least. */
  readonly share: (jobs: readonly Job[]) => number;
  readonly bound: LaneBound<Job>;
  /** Whether jobs may be done again, each alone, after a flush of several has failed so. */
  readonly mayRepeat: (error: unknown) => boolean;
};

type Waiting<Job, Outcome> = {
  readonly job: Job;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

// A full queue is worked off within some seconds, so there is room again in less than one.
const retryAfterSeconds = 1;

type Lane<Job, Outcome> = { readonly waiting: Waiting<Job, Outcome>[]; waitingSize: number; running: number };

/**
 * Whatever arrived while the previous flush ran goes into the next one. No timer: an idle server flushes at once, a busy
 * one amortises by itself.
 */
export function createLanes<Job, Outcome>(options: LaneOptions<Job, Outcome>): Lanes<Job, Outcome> {
  const { flushesAtOnce, worthAnother, share, bound } = options;
  const lanes = new Map<string, Lane<Job, Outcome>>();
  const idlers: (() => void)[] = [];
  let jobs = 0;
  let size = 0;
  let refusing = false;

  function requireRoom(more: number): void {
    if (size === 0 || size + more <= bound.sizeMax) return;
    refusing = true;
    throw new Overloaded(
      `The server has ${size} ${bound.unit} to do and takes no more than ${bound.sizeMax}. Nothing was done: send the same again a little later.`,
      retryAfterSeconds,
    );
  }

  function leave(jobSize: number): void {
    jobs -= 1;
    size -= jobSize;
    if (size * 2 <= bound.sizeMax) refusing = false;
  }

  function mayFlush({ waiting, waitingSize, running }: Lane<Job, Outcome>): boolean {
    if (waiting.length === 0 || running >= flushesAtOnce) return false;
    return running === 0 || waitingSize >= worthAnother;
  }

  function pump(workspaceId: string, lane: Lane<Job, Outcome>): void {
    while (mayFlush(lane)) {
      lane.running += 1;
      const taken = lane.waiting.splice(0, share(lane.waiting.map(({ job }) => job)));
      for (const { job } of taken) lane.waitingSize -= bound.sizeOf(job);
      void settle(options, workspaceId, taken).finally(() => {
        lane.running -= 1;
        pump(workspaceId, lane);
        if (lane.running === 0) lanes.delete(workspaceId);
        if (lanes.size === 0) for (const wake of idlers.splice(0)) wake();
      });
    }
  }

  return {
    submit(workspaceId, job) {
      const jobSize = bound.sizeOf(job);
      return new Promise<Outcome>((resolve, reject) => {
        requireRoom(jobSize);
        jobs += 1;
        size += jobSize;
        const lane = lanes.get(workspaceId) ?? { waiting: [], waitingSize: 0, running: 0 };
        lanes.set(workspaceId, lane);
        lane.waitingSize += jobSize;
        lane.waiting.push({
          job,
          resolve(outcome) {
            leave(jobSize);
            resolve(outcome);
          },
          reject(error) {
            leave(jobSize);
            reject(error);
          },
        });
        pump(workspaceId, lane);
      });
    },
    requireRoom,
    load: () => ({ jobs, size, isFull: refusing }),
    idle() {
      return lanes.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve));
    },
  };
}

async function settle<Job, Outcome>(
  options: LaneOptions<Job, Outcome>,
  workspaceId: string,
  taken: readonly Waiting<Job, Outcome>[],
): Promise<void> {
  try {
    const outcomes = await options.flush(
      workspaceId,
      taken.map(({ job }) => job),
    );
    for (const [i, { resolve }] of taken.entries()) resolve(outcomes[i] as Outcome);
  } catch (error) {
    const [only] = taken;
    if (taken.length === 1) only?.reject(error);
    // Alone, only the one at fault gets the error.
    else if (options.mayRepeat(error)) for (const one of taken) await settle(options, workspaceId, [one]);
    else for (const { reject } of taken) reject(error);
  }
}
