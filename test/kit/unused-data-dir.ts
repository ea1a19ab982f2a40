import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { OtherServer } from './other-servers.ts';

/** A data directory of which PostgreSQL and the tables are made, and that no server has used. It goes with the folder. */
export async function makeUnusedDataDir(folder: string): Promise<OtherServer> {
  const dataDir = join(folder, 'unused');
  const embedded = await startEmbedded({ dataDir });
  await migrate(embedded.url);
  await embedded.stop();
  return { url: pathToFileURL(dataDir).href, stop: async () => {} };
}
