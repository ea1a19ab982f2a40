import { type Books, haveMoved } from '../core/credits/books.ts';
import { settleBooks } from '../core/credits/settle.ts';
import { DomainError } from '../core/errors.ts';
import { inputHash, requireSameRequest } from '../core/idempotency.ts';
import type { Instant } from '../core/time/instant.ts';
import { ensureAccounts } from '../store/credit-accounts.ts';
import { type Answer, findAnswers, keepAnswers } from '../store/idempotency.ts';
import { isRolledBack } from '../store/retry.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { closeCredits } from './close-credits.ts';
import { type CreditRequest, type ResolvedRequest, resolveRequests } from './credit-requests.ts';
import type { Deps } from './deps.ts';
import { doRequest } from './do-credit-request.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { type OpenCredits, openCredits } from './open-credits.ts';
import { turningPeriods } from './settle-credits.ts';

/** What became of a request: the id of what was made or changed, or why it was refused. */
export type CreditOutcome =
  | { readonly refusal: DomainError }
  | { readonly refusal: null; readonly id: string; readonly customerId: string; readonly creditTypeId: string };

/** Does what is asked of credits, many requests in one transaction. */
export type CreditDesk = Lanes<CreditRequest, CreditOutcome>;

type MoveDeps = Pick<Deps, 'database' | 'clock' | 'clocks' | 'ids' | 'announcer'>;

// One at a time: two would wait for each other wherever both have a request for the same customer.
const flushesAtOnce = 1;
const requestsPerFlushMax = 500;
// Twenty full flushes: several seconds of work, and some ten megabytes.
const requestsMax = 10_000;

export function createCreditDesk(deps: MoveDeps): CreditDesk {
  return createLanes({
    flush: (workspaceId, requests) => moveCredits(deps, workspaceId, requests),
    flushesAtOnce,
    worthAnother: 0,
    share: (requests) => Math.min(requests.length, requestsPerFlushMax),
    bound: { sizeOf: () => 1, sizeMax: requestsMax, unit: 'requests for credits' },
    // Not after a connection that broke while committing: a request without a key would be done twice.
    mayRepeat: isRolledBack,
  });
}

/** Does these requests in their order, in one transaction: each gets its answer, and none waits for another's commit. */
async function moveCredits(
  deps: MoveDeps,
  workspaceId: string,
  requests: readonly CreditRequest[],
): Promise<CreditOutcome[]> {
  return await turningPeriods(deps, workspaceId, async () => {
    const now = await deps.clocks.now(workspaceId);
    return await deps.database.transaction(async (client) => {
      const resolved = await resolveRequests(client, workspaceId, requests);
      const found = resolved.filter((request): request is ResolvedRequest => !(request instanceof DomainError));
      await ensureAccounts(
        client,
        workspaceId,
        found.map(({ customerId, creditType }) => ({ customerId, creditTypeId: creditType.id })),
      );
      const credits = await open(client, found, now);
      if (credits === null) return resolved.map(refusalOf);
      const outcomes = await answerAll(deps, client, credits, resolved, now);
      // Where all was refused, or done before, there is nothing to hear.
      const customerIds = [...new Set(credits.books.filter(haveMoved).map(({ customerId }) => customerId))];
      await closeCredits(deps, client, { workspaceId, recordedAt: deps.clock.now() }, credits);
      if (customerIds.length > 0) {
        await deps.announcer.announceWithin(client, { kind: 'credits', workspaceId, customerIds });
      }
      return outcomes;
    });
  });
}

async function open(on: Queryable, found: readonly ResolvedRequest[], now: Instant): Promise<OpenCredits | null> {
  if (found.length === 0) return null;
  const credits = await openCredits(on, {
    customerIds: [...new Set(found.map(({ customerId }) => customerId))],
    now,
    needsTurned: true,
    drawsAt: null,
    grantIds: found.flatMap(({ asked }) => (asked.operation === 'voidGrant' ? asked.id : [])),
    holdIds: found.flatMap(({ asked }) => ('id' in asked ? asked.id : [])),
  });
  for (const books of credits?.books ?? []) settleBooks(books, now);
  return credits;
}

const refusalOf = (resolved: ResolvedRequest | DomainError): CreditOutcome => {
  if (resolved instanceof DomainError) return { refusal: resolved };
  throw new Error('A request for an account that is not there.');
};

/** Asked under the locks of the accounts: whoever had the same key first has committed by now. */
async function answerAll(
  deps: Pick<Deps, 'ids'>,
  on: Queryable,
  credits: OpenCredits,
  resolved: readonly (ResolvedRequest | DomainError)[],
  now: Instant,
): Promise<CreditOutcome[]> {
  const keyed = resolved.flatMap((request) =>
    request instanceof DomainError || request.idempotencyKey === null
      ? []
      : { customerId: request.customerId, key: request.idempotencyKey },
  );
  const keyOf = ({ customerId, key }: Pick<Answer, 'customerId' | 'key'>) => customerId + key;
  const answers = new Map((await findAnswers(on, keyed)).map((answer) => [keyOf(answer), answer]));
  const fresh: Answer[] = [];
  const outcomes = resolved.map((request): CreditOutcome => {
    if (request instanceof DomainError) return { refusal: request };
    const { customerId, creditType, idempotencyKey: key, asked } = request;
    const of = { refusal: null, customerId, creditTypeId: creditType.id };
    const books: Books = credits.of(customerId, creditType.id);
    books.actorId = request.actorId;
    try {
      const answer = { operation: asked.operation, inputHash: key === null ? '' : inputHash(asked.operation, asked) };
      const known = key === null ? undefined : answers.get(customerId + key);
      if (known !== undefined) {
        requireSameRequest(known, answer);
        return { ...of, id: known.answerId };
      }
      const id = doRequest(deps, books, request, now);
      if (key !== null) {
        const made = { ...answer, customerId, key, answerId: id };
        answers.set(keyOf(made), made);
        fresh.push(made);
      }
      return { ...of, id };
    } catch (error) {
      if (error instanceof DomainError) return { refusal: error };
      throw error;
    }
  });
  await keepAnswers(on, fresh, now);
  return outcomes;
}
