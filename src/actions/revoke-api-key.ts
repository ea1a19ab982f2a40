import { LastAdminKey, NotFound } from '../core/errors.ts';
import { holdAdminKeys, revokeKeyRow } from '../store/keys.ts';
import type { Deps } from './deps.ts';

export type RevokeApiKeyInput = { readonly workspaceId: string; readonly id: string };

/**
 * From here on the key is refused, and the live streams opened with it end. Revoking it again changes nothing.
 *
 * Throws NotFound, and LastAdminKey rather than leave a workspace that nobody can administer.
 */
export async function revokeApiKey(deps: Deps, input: RevokeApiKeyInput): Promise<void> {
  await deps.database.transaction(async (client) => {
    const adminKeys = await holdAdminKeys(client, input.workspaceId);
    if (adminKeys.length === 1 && adminKeys[0] === input.id) throw new LastAdminKey();
    const found = await revokeKeyRow(client, input.workspaceId, input.id, deps.clock.now());
    if (!found) throw new NotFound('There is no API key with this id.');
  });
  await deps.announcer.announce({ kind: 'key', workspaceId: input.workspaceId, keyId: input.id });
}
