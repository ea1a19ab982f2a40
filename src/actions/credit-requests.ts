import type { GrantSource } from '../core/credits/grant.ts';
import type { Decimal } from '../core/decimal.ts';
import { type DomainError, InvalidInput, NotFound } from '../core/errors.ts';
import { idempotencyKeyIssues } from '../core/idempotency.ts';
import { canName } from '../core/text.ts';
import type { Instant } from '../core/time/instant.ts';
import { findGrants, type GrantRow } from '../store/credit-grants.ts';
import { findHolds, type HoldRow } from '../store/credit-holds.ts';
import { type CreditTypeRow, findCreditTypesById, findCreditTypesByKey } from '../store/credit-types.ts';
import { findCustomers } from '../store/sql/find-customers.ts';
import { type Queryable, run } from '../store/sql/statement.ts';

/** Credits of a customer, by what the caller calls both. */
type Account = { readonly customer: string; readonly creditType: string };

/** What may be asked of credits. */
export type CreditOperation =
  | (Account & {
      readonly operation: 'grantCredits';
      readonly amount: Decimal;
      readonly priority: number;
      /** Null: now. */
      readonly effectiveAt: Instant | null;
      readonly expiresAt: Instant | null;
      readonly source: GrantSource;
      readonly note: string | null;
    })
  /** More, or with an amount below zero fewer. */
  | (Account & { readonly operation: 'adjustCredits'; readonly amount: Decimal; readonly note: string | null })
  | (Account & { readonly operation: 'placeHold'; readonly amount: Decimal; readonly expiresInSeconds: number })
  | { readonly operation: 'voidGrant'; readonly id: string; readonly note: string | null }
  | { readonly operation: 'captureHold'; readonly id: string; readonly amount: Decimal | null }
  | { readonly operation: 'releaseHold'; readonly id: string };

export type CreditRequest = {
  readonly asked: CreditOperation;
  /** The same key and the same request: the first answer, for ever. */
  readonly idempotencyKey: string | null;
  /** The key that asks. */
  readonly actorId: string | null;
};

/** A request whose customer and credit type are known. */
export type ResolvedRequest = CreditRequest & {
  readonly customerId: string;
  readonly creditType: CreditTypeRow;
};

const customerMissing = 'There is no customer with this externalId that is not archived.';

/** Finds what the requests name, four statements at most. One that names what is not there gets NotFound instead,
 * and one whose key PostgreSQL might not take, InvalidInput: the others of its flush are looked up in the same statement. */
export async function resolveRequests(
  on: Queryable,
  workspaceId: string,
  requests: readonly CreditRequest[],
): Promise<(ResolvedRequest | DomainError)[]> {
  const asked = requests.map((request) => request.asked);
  const accounts = asked.filter((one) => 'customer' in one);
  const externalIds = [...new Set(accounts.map((one) => one.customer))].filter(canName);
  const { rows } = externalIds.length === 0 ? { rows: [] } : await run(on, findCustomers, { workspaceId, externalIds });
  const customers = new Map(rows.map((row) => [row.external_id, row]));
  const keys = [...new Set(accounts.map((one) => one.creditType))].filter(canName);
  const types = await findCreditTypesByKey(on, workspaceId, keys);
  const sight = { workspaceId, customerId: null };
  const ids = (operation: 'hold' | 'grant') =>
    asked.flatMap((one) => ('id' in one && (one.operation === 'voidGrant') === (operation === 'grant') ? one.id : []));
  const holds = ids('hold').length === 0 ? new Map<string, HoldRow>() : await findHolds(on, sight, ids('hold'));
  const grants = ids('grant').length === 0 ? new Map<string, GrantRow>() : await findGrants(on, sight, ids('grant'));
  const named = [...holds.values(), ...grants.values()];
  const byId = await findCreditTypesById(on, workspaceId, [...new Set(named.map((row) => row.creditTypeId))]);

  return requests.map((request): ResolvedRequest | DomainError => {
    const one = request.asked;
    const issues = idempotencyKeyIssues(request.idempotencyKey);
    if ('id' in one) {
      const row = one.operation === 'voidGrant' ? grants.get(one.id) : holds.get(one.id);
      const creditType = row === undefined ? undefined : byId.get(row.creditTypeId);
      if (row === undefined || creditType === undefined) {
        return new NotFound(`There is no ${one.operation === 'voidGrant' ? 'grant' : 'hold'} with this id.`);
      }
      if (issues.length > 0) return new InvalidInput(issues);
      return { ...request, customerId: row.customerId, creditType };
    }
    const customer = customers.get(one.customer);
    const creditType = types.get(one.creditType);
    if (customer === undefined || customer.archived) return new NotFound(customerMissing);
    if (creditType === undefined) return new NotFound('There is no credit type with this key.');
    if (issues.length > 0) return new InvalidInput(issues);
    return { ...request, customerId: customer.id, creditType };
  });
}

/** Throws InvalidInput where there are any. */
export function requireNoIssues(issues: ConstructorParameters<typeof InvalidInput>[0]): void {
  if (issues.length > 0) throw new InvalidInput(issues);
}
