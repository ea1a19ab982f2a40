import { type CreditType, creditTypeIssues } from '../core/credits/credit-type.ts';
import { CreditTypeKeyTaken, InvalidInput } from '../core/errors.ts';
import { type CreditTypeRow, findCreditTypesByKey, insertCreditType } from '../store/credit-types.ts';
import { withMetersChange } from '../store/workspace-lock.ts';
import type { Deps } from './deps.ts';

export type CreateCreditTypeInput = CreditType & { readonly workspaceId: string };

/**
 * Creates what credits are counted in. It is a change of what flushes have to know: the first one of a workspace makes
 * every later flush look for credits.
 *
 * Throws CreditTypeKeyTaken and InvalidInput.
 */
export async function createCreditType(deps: Deps, input: CreateCreditTypeInput): Promise<CreditTypeRow> {
  const issues = creditTypeIssues(input);
  if (issues.length > 0) throw new InvalidInput(issues);
  const { workspaceId, key } = input;
  const type = { ...input, id: deps.ids.uuid(), createdAt: await deps.clocks.now(workspaceId) };
  return await withMetersChange(deps.database, workspaceId, async (client) => {
    if (await insertCreditType(client, type)) return type;
    const taken = (await findCreditTypesByKey(client, workspaceId, [key])).get(key);
    throw new CreditTypeKeyTaken(taken?.id ?? type.id);
  });
}
