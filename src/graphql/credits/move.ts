import type { CreditOperation } from '../../actions/credit-requests.ts';
import type { CreditState } from '../../actions/read-credits.ts';
import { InsufficientCredits, NotFound } from '../../core/errors.ts';
import { type IdPrefix, parseId } from '../../core/id.ts';
import type { Context } from '../context.ts';
import { sightOf } from '../principal.ts';
import { balanceOf, forgetCredits } from './loaders.ts';

/** Credits that a mutation has moved: the id of what it made or changed, and whose they are. */
export type Moved = Account & { readonly id: string };

type Account = { readonly customerId: string; readonly creditTypeId: string };

/** Does what is asked, together with what others ask at the same time. Throws what it is refused for. */
export async function move(
  context: Context,
  asked: CreditOperation,
  idempotencyKey: string | null | undefined,
): Promise<Moved> {
  const { deps, principal } = context;
  const outcome = await deps.creditDesk.submit(sightOf(principal).workspaceId, {
    asked,
    idempotencyKey: idempotencyKey ?? null,
    actorId: principal.kind === 'key' ? principal.keyId : null,
  });
  if (outcome.refusal instanceof InsufficientCredits) forgetCredits(context, outcome.refusal.customerId);
  if (outcome.refusal !== null) throw outcome.refusal;
  forgetCredits(context, outcome.customerId);
  return outcome;
}

/** The balance after it, moved or refused. */
export async function balanceAfter(context: Context, { customerId, creditTypeId }: Account): Promise<CreditState> {
  return await balanceOf(context, customerId, creditTypeId);
}

export function requireId(prefix: IdPrefix, id: string, noun: string): string {
  const uuid = parseId(prefix, id);
  if (uuid === null) throw new NotFound(`There is no ${noun} with this id.`);
  return uuid;
}
