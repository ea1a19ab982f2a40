import { formatSecret, hashSecret, secretBytes, secretHint, type WorkspaceMode } from '../core/keys/secret.ts';
import { insertKey, isKeyKnown } from '../store/keys.ts';
import { holdFirstWorkspace, insertWorkspace } from '../store/workspaces.ts';
import type { Deps } from './deps.ts';

export type BootstrapInput = {
  readonly mode: WorkspaceMode;
  /** The first key's secret, chosen by the operator; null: make one. */
  readonly secret: string | null;
};

export type BootstrapOutcome =
  /** The workspace was made, and this is the only time its first key can be seen. */
  | { readonly made: true; readonly workspaceId: string; readonly secret: string }
  /** There was one already. `secretKnown` is false for a chosen secret that is no key of this installation. */
  | { readonly made: false; readonly secretKnown: boolean };

/** Makes the first workspace with one ADMIN key, once, however many instances start at the same moment. */
export async function bootstrapWorkspace(
  deps: Pick<Deps, 'database' | 'clock' | 'ids'>,
  input: BootstrapInput,
): Promise<BootstrapOutcome> {
  const workspaceId = deps.ids.uuid();
  const keyId = deps.ids.uuid();
  const secret = input.secret ?? formatSecret(input.mode, deps.ids.secret(secretBytes));
  const tokenSecret = deps.ids.secret(secretBytes);
  const createdAt = deps.clock.now();
  const made = await deps.database.transaction(async (client) => {
    if (!(await holdFirstWorkspace(client))) return false;
    await insertWorkspace(client, { id: workspaceId, name: 'Default', mode: input.mode, tokenSecret, createdAt });
    await insertKey(client, {
      id: keyId,
      workspaceId,
      name: 'First key',
      scopes: ['ADMIN'],
      secretHash: hashSecret(secret),
      hint: secretHint(secret),
      createdAt,
    });
    return true;
  });
  if (made) return { made, workspaceId, secret };
  return { made, secretKnown: input.secret === null || (await isKeyKnown(deps.database, hashSecret(input.secret))) };
}
