import type { Decimal } from '../core/decimal.ts';
import type { CompiledMeter } from '../core/meters/deltas.ts';
import { compileMeter } from '../core/meters/measure.ts';
import { hasCreditTypes } from './credit-types.ts';
import { readCountingMeters } from './meters.ts';
import type { Queryable } from './sql/statement.ts';

/** A customer as a flush needs it. */
export type KnownCustomer = { readonly id: string; readonly archived: boolean };

/** A meter as a flush needs it. */
export type CatalogMeter = CompiledMeter & { readonly meterId: string; readonly unitSize: Decimal | null };

/** What a flush has to know of a workspace, true for one version of it. */
export type Catalog = {
  readonly metersVersion: number;
  readonly meters: readonly CatalogMeter[];
  /** Whether there can be credits to draw on. */
  readonly hasCreditTypes: boolean;
  /** By external id: those asked for so far. A customer never changes its external id. */
  readonly customers: Map<string, KnownCustomer>;
};

export type Catalogs = {
  /**
   * The catalog at `metersVersion`, which the caller has read under the workspace's lock: while it holds the lock,
   * nobody can make it untrue.
   */
  at(on: Queryable, workspaceId: string, metersVersion: number): Promise<Catalog>;
  /** The catalog that was true last, which it may not be any more; undefined before there was one. */
  latest(workspaceId: string): Catalog | undefined;
  /** Keeps customers found or made by a transaction that has committed. */
  remember(catalog: Catalog, customers: ReadonlyMap<string, KnownCustomer>): void;
};

// About 40 MB. Past it the workspace's customers are asked for again, one statement for all that a flush needs.
const customersMax = 200_000;

/** One per process. Holds no truth of its own: a version it does not know is read from the database. */
export function createCatalogs(): Catalogs {
  const byWorkspace = new Map<string, Catalog>();
  return {
    async at(on, workspaceId, metersVersion) {
      const known = byWorkspace.get(workspaceId);
      if (known?.metersVersion === metersVersion) return known;
      const rows = await readCountingMeters(on, workspaceId);
      const meters = rows.map((row) => ({
        meterId: row.id,
        buildId: row.buildId,
        unitSize: row.unitSize,
        key: row.key,
        eventName: row.eventName,
        aggregation: row.aggregation,
        groupBy: row.groupBy,
        measure: compileMeter(row),
      }));
      const catalog: Catalog = {
        metersVersion,
        meters,
        hasCreditTypes: await hasCreditTypes(on, workspaceId),
        customers: new Map(),
      };
      if (known === undefined || known.metersVersion < metersVersion) byWorkspace.set(workspaceId, catalog);
      return catalog;
    },
    latest: (workspaceId) => byWorkspace.get(workspaceId),
    remember(catalog, customers) {
      if (catalog.customers.size + customers.size > customersMax) catalog.customers.clear();
      for (const [externalId, customer] of customers) catalog.customers.set(externalId, customer);
    },
  };
}
