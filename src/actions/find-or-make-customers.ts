import type { PoolClient } from 'pg';
import type { Batch } from '../core/events/batch.ts';
import type { KnownCustomer } from '../core/events/entry.ts';
import { formatInstant } from '../core/time/instant.ts';
import type { Catalog } from '../store/catalog.ts';
import { findCustomers } from '../store/sql/find-customers.ts';
import { makeCustomers } from '../store/sql/make-customers.ts';
import { run } from '../store/sql/statement.ts';
import type { Deps } from './deps.ts';

/**
 * Reads the customers of these batches that the catalog does not know, and makes those that do not exist where the request
 * wants that. Gives what it learned, to be remembered once the transaction has committed.
 */
export async function findOrMakeCustomers(
  deps: Pick<Deps, 'clock' | 'ids'>,
  client: PoolClient,
  workspaceId: string,
  catalog: Catalog,
  batches: readonly Batch[],
): Promise<Map<string, KnownCustomer>> {
  const unknown = new Set<string>();
  const wanted = new Set<string>();
  for (const batch of batches) {
    for (const { event } of batch.events) {
      if (catalog.customers.has(event.customer)) continue;
      unknown.add(event.customer);
      if (batch.createCustomers) wanted.add(event.customer);
    }
  }
  const learned = new Map<string, KnownCustomer>();
  if (unknown.size === 0) return learned;

  async function find(externalIds: readonly string[]): Promise<void> {
    const { rows } = await run(client, findCustomers, { workspaceId, externalIds });
    for (const row of rows) learned.set(row.external_id, { id: row.id, archived: row.archived });
  }
  await find([...unknown]);
  const missing = [...wanted].filter((externalId) => !learned.has(externalId)).sort();
  if (missing.length > 0) {
    await run(client, makeCustomers, {
      workspaceId,
      createdAt: formatInstant(deps.clock.now()),
      ids: missing.map(() => deps.ids.uuid()),
      externalIds: missing,
    });
    await find(missing);
  }
  return learned;
}
