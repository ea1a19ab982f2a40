import { InvalidInput, NotFound } from '../core/errors.ts';
import { customerToken, tokenSecondsMax } from '../core/keys/customer-token.ts';
import { signToken } from '../core/keys/workspace-token.ts';
import type { Instant } from '../core/time/instant.ts';
import { findCustomerIds, findTokenHolder } from '../store/customers.ts';
import type { Deps } from './deps.ts';

export type CreateCustomerTokenInput = {
  readonly workspaceId: string;
  readonly customer: string;
  readonly expiresInSeconds: number;
};

export type CreatedToken = { readonly token: string; readonly expiresAt: Instant; readonly customerId: string };

/**
 * A token for a browser: it reads and watches this customer, nothing else, until it expires. Nothing is stored.
 *
 * Throws InvalidInput for a lifetime that is not 1 second to 24 hours, and NotFound, also for an archived customer.
 */
export async function createCustomerToken(deps: Deps, input: CreateCustomerTokenInput): Promise<CreatedToken> {
  if (input.expiresInSeconds < 1 || input.expiresInSeconds > tokenSecondsMax) {
    throw new InvalidInput([
      { path: ['expiresInSeconds'], message: `must be between 1 and ${tokenSecondsMax} (24 hours).` },
    ]);
  }
  const missing = new NotFound('There is no customer with this externalId that is not archived.');
  const customerId = (await findCustomerIds(deps.database, input.workspaceId, [input.customer])).get(input.customer);
  if (customerId === undefined) throw missing;
  const holder = await findTokenHolder(deps.database, { workspaceId: input.workspaceId, customerId });
  if (holder === null) throw missing;

  // A JWT's instants are whole seconds. The end is rounded up, or a token for one second might be dead on arrival.
  const now = deps.clock.now();
  const issuedAt = now - (now % 1_000_000n);
  const seconds = input.expiresInSeconds + (now > issuedAt ? 1 : 0);
  const expiresAt = issuedAt + BigInt(Math.min(seconds, tokenSecondsMax)) * 1_000_000n;
  const claims = { workspaceId: input.workspaceId, subjectId: customerId };
  const token = await signToken(customerToken, { ...claims, issuedAt, expiresAt }, holder.tokenSecret);
  return { token, expiresAt, customerId };
}
