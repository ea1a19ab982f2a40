import { type InputIssue, InvalidInput } from '../core/errors.ts';
import { formatSecret, hashSecret, type Scope, secretBytes, secretHint } from '../core/keys/secret.ts';
import { textProblem } from '../core/text.ts';
import { insertKey } from '../store/keys.ts';
import { readWorkspaceMode } from '../store/workspaces.ts';
import type { Deps } from './deps.ts';

export type CreateApiKeyInput = {
  readonly workspaceId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
};

/** The new key's id, and its secret: the only time anybody can see it, since only a hash is kept. Throws InvalidInput. */
export async function createApiKey(
  deps: Pick<Deps, 'database' | 'clock' | 'ids'>,
  input: CreateApiKeyInput,
): Promise<{ id: string; secret: string }> {
  const issues: InputIssue[] = [];
  const problem = textProblem(input.name);
  if (problem !== null) issues.push({ path: ['name'], message: `The text ${problem}.` });
  if (input.scopes.length === 0) issues.push({ path: ['scopes'], message: 'A key needs at least one scope.' });
  if (issues.length > 0) throw new InvalidInput(issues);

  const id = deps.ids.uuid();
  const mode = await readWorkspaceMode(deps.database.pool, input.workspaceId);
  const secret = formatSecret(mode, deps.ids.secret(secretBytes));
  await insertKey(deps.database.pool, {
    id,
    workspaceId: input.workspaceId,
    name: input.name,
    scopes: [...new Set(input.scopes)],
    secretHash: hashSecret(secret),
    hint: secretHint(secret),
    createdAt: deps.clock.now(),
  });
  return { id, secret };
}
