import pg from 'pg';

type Release = (error?: Error | boolean) => void;
type Taken = (error: Error | undefined, client: pg.PoolClient | undefined, release: Release) => void;

/**
 * The connections of the queue of jobs. graphile-worker gives one that breaks just as it begins to listen back twice, and pg
 * answers that by throwing where nobody catches it, which would be the end of the process. Here the second time is nothing.
 */
export class JobPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(taken: Taken): void;
  override connect(taken?: Taken): Promise<pg.PoolClient> | undefined {
    if (taken === undefined) return super.connect();
    super.connect((error, client, release) => taken(error, client, once(release)));
    return undefined;
  }
}

function once(release: Release): Release {
  let released = false;
  return (error) => {
    if (released) return;
    released = true;
    release(error);
  };
}
