import type { CustomerIdentity } from '../../store/known-names.ts';
import type { Context } from '../context.ts';

// What is shown of the identity itself.
const names = new Set<string>(['__typename', 'id', 'externalId'] satisfies ('__typename' | keyof CustomerIdentity)[]);

/** Fields of a customer that need no more than who it is. */
export const fieldsOfIdentity: ReadonlySet<string> = names;

/**
 * The resolver of a customer's field `name` that needs no more than who it is: it is given no more, so one that needs more
 * does not compile. A customer that was found before is not looked for again for its sake.
 */
export function ofIdentity<TArgs, TResult>(
  name: string,
  resolve: (customer: CustomerIdentity, args: TArgs, context: Context) => TResult,
): (customer: CustomerIdentity, args: TArgs, context: Context) => TResult {
  names.add(name);
  return resolve;
}
