import type { Customer } from './generated/prisma/client.ts';
import type { MeterRow } from './meters.ts';

/** What of a customer never changes. */
export type CustomerIdentity = Pick<Customer, 'id' | 'workspaceId' | 'externalId'>;

/**
 * What was found before, so that it need not be found again: neither customers nor meters are ever deleted, and a customer's
 * externalId and a meter's key stay theirs. Nothing is known of what is not there: somebody may be making it now.
 */
export type KnownNames = {
  findCustomer(workspaceId: string, externalId: string): CustomerIdentity | undefined;
  keepCustomer(customer: CustomerIdentity): void;
  /** As it was when it was last read. Its count may be another one by now. */
  findMeter(workspaceId: string, key: string): MeterRow | undefined;
  keepMeter(meter: MeterRow): void;
};

// Some 5 MB each. Past it everything is found once more.
const customersMax = 20_000;
const metersMax = 5_000;

/** One per process. */
export function createKnownNames(): KnownNames {
  const customers = new Map<string, CustomerIdentity>();
  const meters = new Map<string, MeterRow>();
  return {
    findCustomer: (workspaceId, externalId) => customers.get(`${workspaceId}${externalId}`),
    keepCustomer({ id, workspaceId, externalId }) {
      if (customers.size >= customersMax) customers.clear();
      customers.set(`${workspaceId}${externalId}`, { id, workspaceId, externalId });
    },
    findMeter: (workspaceId, key) => meters.get(`${workspaceId}${key}`),
    keepMeter(meter) {
      if (meters.size >= metersMax) meters.clear();
      meters.set(`${meter.workspaceId}${meter.key}`, meter);
    },
  };
}
