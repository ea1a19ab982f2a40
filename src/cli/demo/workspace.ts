import { createApiKey } from '../../actions/create-api-key.ts';
import { systemClock, systemIds } from '../../server/compose.ts';
import type { Database } from '../../store/database.ts';
import { listKeys, revokeKeyRow } from '../../store/keys.ts';
import { insertWorkspace, listWorkspaces } from '../../store/workspaces.ts';

const name = 'Demo';
const tokenSecretBytes = 32;

/**
 * An ADMIN key of the demo's workspace, which is made if it is not there. Only a hash of a key is kept, so each start has
 * one of its own, and those of earlier starts are refused from now on.
 */
export async function demoKey(database: Database): Promise<string> {
  const workspaceId = (await findDemo(database)) ?? (await makeDemo(database));
  const page = { after: null, before: null, backwards: false, limit: 500 };
  const earlier = await listKeys(database, workspaceId, page);
  const deps = { database, clock: systemClock, ids: systemIds };
  const { secret } = await createApiKey(deps, { workspaceId, name, scopes: ['ADMIN'] });
  for (const key of earlier) {
    if (key.name !== name || key.revokedAt !== null) continue;
    await database.transaction((client) => revokeKeyRow(client, workspaceId, key.id, systemClock.now()));
  }
  return secret;
}

async function findDemo({ pool }: Database): Promise<string | null> {
  const found = (await listWorkspaces(pool)).find((workspace) => workspace.name === name);
  return found?.id ?? null;
}

async function makeDemo({ pool }: Database): Promise<string> {
  const id = systemIds.uuid();
  const tokenSecret = systemIds.secret(tokenSecretBytes);
  await insertWorkspace(pool, { id, name, mode: 'LIVE', tokenSecret, createdAt: systemClock.now() });
  return id;
}
