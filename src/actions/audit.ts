import { zero } from '../core/credits/books.ts';
import { type Draw, dueOf } from '../core/credits/usage-draw.ts';
import { formatDecimal } from '../core/decimal.ts';
import { type UsageDeltas, usageDeltas } from '../core/meters/deltas.ts';
import { valueKeyOf } from '../core/meters/keys.ts';
import { compileMeter } from '../core/meters/measure.ts';
import { addTotals, emptyTotal, type MeasuredEvent, totalOf } from '../core/usage/total.ts';
import { type Breach, findBreaches } from '../store/audit/breaches.ts';
import { type AuditedEvent, readDayEvents, readDayRollups, readUsageDays } from '../store/audit/usage-days.ts';
import { walkCustomers } from '../store/audit/walk-customers.ts';
import { readDraws } from '../store/credit-draws.ts';
import type { Database } from '../store/database.ts';
import { type MeterRow, readAllMeters } from '../store/meters.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { listWorkspaceIds } from '../store/workspaces.ts';
import { pays } from './draw-for-events.ts';

export type Audited = { readonly customers: number; readonly breaches: readonly Breach[] };

/**
 * Derives again what is derived: balances, grants and draws from the entries of the ledger, invoices from their lines,
 * rollups and the usage of draws from the events. Gives each row that says something else.
 *
 * Each customer is read in a snapshot of its own, a day of events at a time, while the server goes on.
 */
export async function audit({ database }: { readonly database: Database }): Promise<Audited> {
  const breaches: Breach[] = [];
  let customers = 0;
  for (const workspaceId of await listWorkspaceIds(database.pool)) {
    breaches.push(...(await database.snapshot((client) => findBreaches(client, workspaceId))));
    for await (const customerId of walkCustomers(database.pool, workspaceId)) {
      customers += 1;
      breaches.push(...(await database.snapshot((client) => auditUsage(client, workspaceId, customerId))));
    }
  }
  return { customers, breaches };
}

async function auditUsage(on: Queryable, workspaceId: string, customerId: string): Promise<Breach[]> {
  const meters = (await readAllMeters(on, workspaceId)).filter(({ build }) => build.finishedAt !== null);
  const drawn = await readDraws(on, [customerId], { from: '-infinity', to: 'infinity' });
  const counts = drawn.map((draw) => countOf(draw, meters));
  const breaches: Breach[] = [];
  for (const day of await readUsageDays(on, customerId)) {
    const events = await readDayEvents(on, customerId, day);
    const found = await readDayRollups(
      on,
      customerId,
      meters.map(({ buildId }) => buildId),
      day,
    );
    breaches.push(...compared(customerId, expectedRollups(customerId, meters, events), found));
    for (const count of counts) count?.add(events);
  }
  return [...breaches, ...counts.flatMap((count) => count?.breach() ?? [])];
}

const isCounted = ({ build }: MeterRow, { metersVersion }: AuditedEvent) =>
  build.toVersion === null || metersVersion < build.toVersion;

function expectedRollups(
  customerId: string,
  meters: readonly MeterRow[],
  events: readonly AuditedEvent[],
): Map<string, string> {
  const rows = new Map<string, string>();
  for (const meter of meters) {
    const counted = events.filter((event) => isCounted(meter, event)).map((event) => ({ customerId, ...event }));
    const { rollups, values }: UsageDeltas = usageDeltas([{ ...meter, measure: compileMeter(meter) }], counted);
    for (const row of rollups) {
      const { eventCount, sum, max, min, last } = row;
      const decimals = [sum, max, min, last?.value ?? null].map((value) =>
        value === null ? '-' : formatDecimal(value),
      );
      rows.set(rollupKey(row), [eventCount, ...decimals, last?.eventId ?? '-'].join(' '));
    }
    for (const row of values) rows.set(`${rollupKey(row)} ${row.valueKey}`, row.eventCount.toString());
  }
  return rows;
}

function rollupKey(row: UsageDeltas['rollups'][number] | UsageDeltas['values'][number]): string {
  return `${row.buildId} ${row.bucketSize} ${row.bucketStart / 1_000_000n} ${row.groupKey}`;
}

function compared(
  customerId: string,
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): Breach[] {
  const breaches: Breach[] = [];
  for (const row of new Set([...expected.keys(), ...found.keys()])) {
    const [says, shouldSay] = [found.get(row) ?? 'nothing', expected.get(row) ?? 'nothing'];
    if (says !== shouldSay) breaches.push({ table: 'usage_rollup', row: `${customerId} ${row}`, says, shouldSay });
  }
  return breaches;
}

/** Counts what a draw pays for, day by day; null where its meter is being counted. */
function countOf(draw: Draw, meters: readonly MeterRow[]) {
  const meter = meters.find(({ id }) => id === draw.meterId);
  if (meter === undefined) return null;
  const measure = compileMeter(meter);
  const values = new Set<string>();
  let total = emptyTotal;
  return {
    add(events: readonly AuditedEvent[]): void {
      const measured = events.flatMap((event): MeasuredEvent[] => {
        if (!pays(draw, event) || !isCounted(meter, event)) return [];
        const measurement = measure(event);
        return typeof measurement === 'string' ? [] : [{ ...event, measurement }];
      });
      for (const { measurement } of measured) {
        if (measurement.valueText !== null) values.add(valueKeyOf(measurement.valueText));
      }
      total = addTotals(total, { ...totalOf(meter.aggregation, measured), uniqueCount: null });
    },
    breach(): Breach[] {
      const counted = meter.aggregation === 'UNIQUE_COUNT' ? { ...total, uniqueCount: BigInt(values.size) } : total;
      const due = dueOf({ ...draw, drawn: zero, uncovered: zero }, meter, counted);
      const said = draw.drawn.plus(draw.uncovered);
      if (due.equals(said)) return [];
      const row = `${draw.customerId} ${draw.subscriptionId} ${draw.periodIndex} ${draw.charge}`;
      return [
        {
          table: 'credit_draw',
          row,
          says: `drawn and uncovered ${formatDecimal(said)}`,
          shouldSay: `drawn and uncovered ${formatDecimal(due)}`,
        },
      ];
    },
  };
}
