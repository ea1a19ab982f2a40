import type { Invoice } from '../generated/methods.ts';
import { watchInvoices } from './invoices-field.ts';
import type { IdleState, LiveState } from './live-state.ts';
import { useWatch, type WatchOptions } from './use-watch.ts';
import type { Field } from './watch.ts';

export type InvoicesVariables = {
  /** The `externalId` of the customer. */
  readonly customer: string;
  /** How many at most: 1 to 200. Default 50. */
  readonly first?: number | null | undefined;
};

type Invoices = readonly Invoice[];
type State = LiveState<Invoices>;

const invoices: Field<InvoicesVariables, Invoices> = { name: 'invoices', watch: watchInvoices };

/**
 * A customer's latest invoices, the newest first, live: one that is opened, made final or voided shows at once. The
 * upcoming one is not among them. With null it watches nothing.
 */
export function useInvoices(variables: InvoicesVariables, options?: WatchOptions): State;
export function useInvoices(variables: InvoicesVariables | null, options?: WatchOptions): State | IdleState;
export function useInvoices(variables: InvoicesVariables | null, options?: WatchOptions): State | IdleState {
  const { customer, first = null } = variables ?? { customer: '' };
  return useWatch(invoices, variables === null ? null : { customer, first }, options);
}
