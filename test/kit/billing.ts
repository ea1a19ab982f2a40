import { advanceClock } from '../../src/actions/advance-clock.ts';
import { cancelSubscription } from '../../src/actions/cancel-subscription.ts';
import { type ChangeTime, changeSubscription } from '../../src/actions/change-subscription.ts';
import { createCreditType } from '../../src/actions/create-credit-type.ts';
import { createCustomer } from '../../src/actions/create-customer.ts';
import { createMeter } from '../../src/actions/create-meter.ts';
import { createProduct } from '../../src/actions/create-product.ts';
import { createSubscription } from '../../src/actions/create-subscription.ts';
import type { Deps } from '../../src/actions/deps.ts';
import { type Invoice, readInvoices, readUpcomingInvoices } from '../../src/actions/read-invoices.ts';
import { recordEvents } from '../../src/actions/record-events.ts';
import type { ChargeDraft } from '../../src/actions/resolve-charges.ts';
import type { PlanGrantDraft } from '../../src/actions/resolve-credits.ts';
import { voidEvents } from '../../src/actions/void-events.ts';
import { voidInvoice } from '../../src/actions/void-invoice.ts';
import { formatDecimal } from '../../src/core/decimal.ts';
import { formatId } from '../../src/core/id.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { MeterDefinition } from '../../src/core/meters/meter.ts';
import type { Interval } from '../../src/core/subscriptions/interval.ts';
import { formatInstant, type Instant, parseInstant } from '../../src/core/time/instant.ts';
import { type PeriodRow, readPeriods } from '../../src/store/billing-periods.ts';
import { listInvoices } from '../../src/store/invoice-lists.ts';
import type { InvoiceStatus } from '../../src/store/invoices.ts';
import { findSubscriptions, type SubscriptionRow } from '../../src/store/subscriptions.ts';
import { readClock, setClockAhead } from '../../src/store/workspace-clock.ts';
import type { TestApi } from './api.ts';

/** A text such as 2026-03-01T12:00Z. Seconds may be left out. */
export function at(text: string): Instant {
  const parsed = parseInstant(/T\d\d:\d\dZ$/.test(text) ? text.replace('Z', ':00Z') : text);
  if (parsed === null) throw new TypeError(`Not an instant: ${text}`);
  return parsed;
}

type RecordOptions = { at?: string; subscription?: string; properties?: JsonObject; count?: number; deps?: Deps };

/** What a test of billing says to a workspace of its own, whose clock shows 2026-03-01T12:00Z at first. */
export type Billing = Awaited<ReturnType<typeof billingOn>>;

export async function billingOn(api: TestApi) {
  const { deps } = api;
  const { workspaceId } = await api.secondWorkspace();
  const { pool } = deps.database;
  let recorded = 0;
  const all = { limit: 100_000, after: null, before: null, backwards: true };
  const find = async (id: string): Promise<SubscriptionRow> => {
    const found = (await findSubscriptions(pool, { workspaceId, customerId: null }, [id])).get(id);
    if (found === undefined) throw new Error(`There is no subscription ${id}.`);
    return found;
  };

  return {
    workspaceId,
    customer: (externalId: string) =>
      createCustomer(deps, { workspaceId, externalId, name: null, email: null, metadata: null }),
    /** Counts events named as its key, unless told otherwise. */
    meter: (key: string, definition: Partial<MeterDefinition> = {}) => {
      const counting = { eventName: key, aggregation: 'COUNT', valueProperty: null, filter: null } as const;
      const labels = { name: null, description: null, unit: null };
      return createMeter(deps, {
        workspaceId,
        key,
        ...labels,
        ...counting,
        groupBy: [],
        unitSize: null,
        ...definition,
      });
    },
    product: (
      key: string,
      charges: readonly ChargeDraft[],
      interval?: Interval,
      currency = 'USD',
      creditGrants: readonly PlanGrantDraft[] = [],
    ) => {
      const terms = { currency, interval: interval ?? { unit: 'MONTH', count: 1 } } as const;
      return createProduct(deps, {
        workspaceId,
        key,
        name: key,
        description: null,
        ...terms,
        charges,
        creditGrants,
      });
    },
    /** Its key is its name; one credit is worth nothing that was said. */
    creditType: (key: string, precision = 0) =>
      createCreditType(deps, { workspaceId, key, name: key, unit: null, precision, value: null }),
    /** Gives its id. */
    async subscribe(
      product: string,
      more: { startAt?: string; quantity?: number; timeZone?: string; customer?: string } = {},
    ) {
      const { startAt, quantity = 1, timeZone = 'UTC', customer = 'acme' } = more;
      const startsAt = startAt === undefined ? null : at(startAt);
      return (await createSubscription(deps, { workspaceId, customer, product, startAt: startsAt, quantity, timeZone }))
        .id;
    },
    /** Gives the ids of the events. */
    async record(name: string, options: RecordOptions = {}, customer = 'acme') {
      const { count = 1, subscription, properties = null } = options;
      const events = Array.from({ length: count }, () => {
        recorded += 1;
        return {
          id: `e${recorded}`,
          name,
          customer,
          timestamp: options.at === undefined ? null : at(options.at),
          properties,
          subscription: subscription === undefined ? null : formatId('sub', subscription),
        };
      });
      const input = { workspaceId, events, createCustomers: false, atomic: true };
      const outcome = await recordEvents(options.deps ?? deps, input);
      if (outcome.recorded !== count) throw new Error(JSON.stringify(outcome.rejected));
      return events.map(({ id }) => id);
    },
    voidEvents: (ids: readonly string[], customer = 'acme') => voidEvents(deps, { workspaceId, customer, ids }),
    advance: (to: string) => advanceClock(deps, { workspaceId, to: at(to) }),
    /** As if the server had been down until then: the time has come, and nobody has done what is due. */
    async sleep(until: string) {
      const { clockAhead } = await readClock(pool, workspaceId);
      await setClockAhead(pool, workspaceId, clockAhead + at(until) - (await deps.clocks.now(workspaceId)));
    },
    change: (id: string, to: { product?: string; quantity?: number }, when: ChangeTime = 'IMMEDIATELY') =>
      changeSubscription(deps, { workspaceId, id, product: to.product ?? null, quantity: to.quantity ?? null, when }),
    cancel: (id: string, when: ChangeTime = 'IMMEDIATELY') => cancelSubscription(deps, { workspaceId, id, when }),
    voidInvoice: (id: string) => voidInvoice(deps, { workspaceId, id, reason: null }),
    find,
    /** In the order they were made. */
    async invoices(subscriptionId: string | null = null, status: InvoiceStatus | null = null): Promise<Invoice[]> {
      const filter = { workspaceId, customerId: null, subscriptionId, status };
      return await readInvoices(pool, workspaceId, (await listInvoices(pool, filter, all)).reverse());
    },
    async upcoming(id: string): Promise<Invoice | null> {
      const [invoice] = await readUpcomingInvoices(pool, workspaceId, [await find(id)]);
      return invoice ?? null;
    },
    async periods(id: string): Promise<PeriodRow[]> {
      const { customerId } = await find(id);
      return (await readPeriods(pool, [customerId])).filter((period) => period.subscriptionId === id);
    },
  };
}

/** `2 FINAL 53.01`: the sequence, the status, the total. */
export function heads(invoices: readonly Invoice[]): string[] {
  return invoices.map(({ sequence, status, total }) => `${sequence} ${status} ${formatDecimal(total)}`);
}

/** `USAGE calls p0 1002 = 5`: of which period, how much, what it costs. */
export function lines(invoice: Invoice | null | undefined): string[] {
  if (invoice === null || invoice === undefined) return ['no invoice'];
  return invoice.lines.map(({ kind, name, period, quantity, amount }) => {
    const what = period === null ? kind : `${kind} ${name} p${period}`;
    return `${what} ${formatDecimal(quantity)} = ${formatDecimal(amount)}`;
  });
}

/** `2026-03-01T12:00Z to 2026-04-01T12:00Z`, one for each period. */
export function spans(periods: readonly PeriodRow[]): string[] {
  return periods.map(({ startsAt, endsAt }) => `${short(startsAt)} to ${short(endsAt)}`);
}

export function short(instant: Instant): string {
  return formatInstant(instant).replace(/:00Z$/, 'Z');
}
