import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** That a PostgreSQL is ours to stop: a lock that lives as long as a connection, so that it outlives no crash. */
export type Ownership = {
  /** False while the connection is broken, or when another server has taken over meanwhile. */
  readonly held: boolean;
  /** Lets a try to have it again come to its end, makes no other, and gives whether it is held. */
  settle(): Promise<boolean>;
  /** Lets it go, and does not try to have it again. */
  release(): Promise<void>;
};

export type OwnershipOptions = {
  /** Called before each try to have it again: the server may be gone. */
  readonly revive: () => Promise<void>;
  /** Nothing waits for its time any more. */
  readonly signal: AbortSignal;
};

// The connection of an owner that was killed just now may not have been noticed to be gone.
const takeTimeoutMs = 2_000;
const againAfterMs = 200;

/** Takes the server at `url`; null if another process has it. Throws if the server cannot be reached. */
export async function takeOwnership(url: string, { revive, signal }: OwnershipOptions): Promise<Ownership | null> {
  let client = await tryTake(url, Date.now() + takeTimeoutMs);
  if (client === null) return null;
  let wanted = true;
  let trying = Promise.resolve();

  // PostgreSQL cuts every connection when one of its processes dies, and goes on; or it has died itself.
  async function takeAgain(): Promise<void> {
    client = null;
    while (wanted && client === null) {
      trying = tryAgain();
      await trying;
    }
  }
  async function tryAgain(): Promise<void> {
    await delay(againAfterMs, undefined, { ref: false, signal }).catch(() => {});
    await revive();
    client = await tryTake(url, 0).catch(() => null);
    client?.once('end', onEnd);
  }
  function onEnd(): void {
    if (wanted) void takeAgain();
    else client = null;
  }
  client.once('end', onEnd);

  return {
    get held() {
      return client !== null;
    },
    async settle() {
      wanted = false;
      await trying;
      return client !== null;
    },
    async release() {
      wanted = false;
      await trying;
      await client?.end().catch(() => {});
    },
  };
}

async function tryTake(url: string, deadline: number): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: url, application_name: 'misura owner', keepAlive: true });
  client.on('error', () => {});
  try {
    await client.connect();
    for (;;) {
      const { rows } = await client.query<{ owned: boolean }>(
        `SELECT pg_try_advisory_lock(hashtext('misura owner')) AS owned`,
      );
      if (rows[0]?.owned) return client;
      if (Date.now() > deadline) break;
      await delay(50);
    }
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  await client.end();
  return null;
}
