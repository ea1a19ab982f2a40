import { planAmount } from '../core/credits/plan-period.ts';
import { Decimal } from '../core/decimal.ts';
import { grouped } from '../core/grouped.ts';
import { type BillingPeriod, type ComposedInvoice, composeInvoice, type TopUp } from '../core/invoices/compose.ts';
import type { UsageCharge } from '../core/pricing/charge.ts';
import type { ValueUsage } from '../core/pricing/usage-line.ts';
import { type PaidSpan, payingSpans } from '../core/subscriptions/payer.ts';
import { type BilledQuery, readBilledUsage } from '../store/billed-usage.ts';
import { type PeriodRow, readPeriods } from '../store/billing-periods.ts';
import { readInvoiced } from '../store/invoiced.ts';
import type { InvoiceRow } from '../store/invoices.ts';
import { type MeterRow, readAllMeters } from '../store/meters.ts';
import { findVersions, type ProductVersion } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { readSubscriptions } from '../store/subscriptions.ts';
import { type CreditFacts, creditsOf, periodKey, readCreditFacts } from './credit-facts.ts';
import { paidSpans } from './paid-spans.ts';
import { requireVersion } from './turn-due.ts';

/** What an invoice is about. */
export type InvoicePlan = {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly currency: string;
  readonly closes: PeriodRow | null;
  readonly opens: PeriodRow | null;
  /** Only imagined: it settles nothing of other periods and carries nothing over. */
  readonly imagined?: boolean;
  /** Pays for all events of its period that name no other subscription, whatever else the customer has. */
  readonly alone?: boolean;
};

/** The plan of an invoice that is there, from all periods of its customer. */
export function planOf(invoice: InvoiceRow, periods: readonly PeriodRow[]): InvoicePlan {
  const { customerId, subscriptionId, currency, sequence } = invoice;
  const at = (index: number) =>
    periods.find((period) => period.subscriptionId === subscriptionId && period.index === index) ?? null;
  return {
    customerId,
    subscriptionId,
    currency,
    closes: invoice.closesPeriod ? at(sequence - 1) : null,
    opens: invoice.opensPeriod ? at(sequence) : null,
  };
}

/**
 * The lines and the total of each invoice as they are at this moment: the one calculation behind upcoming invoices,
 * drafts, final ones and simulations. A bounded number of statements, however many invoices, periods and charges.
 *
 * `drafts` are versions that are not stored, which plans may name.
 */
export async function composeInvoices(
  on: Queryable,
  workspaceId: string,
  plans: readonly InvoicePlan[],
  drafts: readonly ProductVersion[] = [],
): Promise<ComposedInvoice[]> {
  if (plans.length === 0) return [];
  const facts = await readFacts(on, workspaceId, plans, drafts);
  const jobs = plans.map((plan) => jobOf(plan, facts));
  const questions = jobs.flatMap((job, i) => questionsOf(job, facts).map((question) => ({ i, ...question })));
  const answers = await readBilledUsage(
    on,
    questions.map(({ query }) => query),
  );
  const usage = new Map<string, readonly ValueUsage[]>();
  for (const [at, { i, period, charge }] of questions.entries())
    usage.set(`${i} ${period} ${charge}`, answers[at] ?? []);

  return jobs.map(({ plan, closes, opens, earlier }, i) =>
    composeInvoice({
      creditsOf: creditsOf(plan.subscriptionId, facts.credits, plan.imagined ? grantedIn(plan.closes, facts) : null),
      topUps: plan.imagined ? [] : topUpsOf(plan, facts),
      currency: plan.currency,
      closes,
      opens,
      earlier,
      invoiced: plan.imagined ? [] : (facts.invoiced.get(plan.subscriptionId) ?? []),
      usageOf: (period, charge) => usage.get(`${i} ${period} ${charge}`) ?? [],
      carriedIn: plan.imagined ? zero : facts.carried(plan.customerId, plan.currency),
    }),
  );
}

const zero = new Decimal(0);

type Facts = Awaited<ReturnType<typeof readInvoiced>> & {
  readonly periods: ReadonlyMap<string, PeriodRow[]>;
  readonly versions: ReadonlyMap<string, ProductVersion>;
  readonly meters: ReadonlyMap<string, MeterRow>;
  readonly credits: CreditFacts;
  /** When and for which meters each customer's subscriptions pay. */
  readonly paid: ReadonlyMap<string, PaidSpan[]>;
};

async function readFacts(
  on: Queryable,
  workspaceId: string,
  plans: readonly InvoicePlan[],
  drafts: readonly ProductVersion[],
): Promise<Facts> {
  const customerIds = [...new Set(plans.map((plan) => plan.customerId))];
  const subscriptions = await readSubscriptions(on, customerIds);
  const periods = await readPeriods(on, customerIds);
  const draftIds = new Set(drafts.map((draft) => draft.id));
  const versionIds = [...periods, ...plans.flatMap(({ opens }) => opens ?? [])].map((period) => period.versionId);
  const versions = await findVersions(
    on,
    [...new Set(versionIds)].filter((id) => !draftIds.has(id)),
  );
  for (const draft of drafts) versions.set(draft.id, draft);
  const meters = await readAllMeters(on, workspaceId);
  return {
    ...(await readInvoiced(on, customerIds)),
    credits: await readCreditFacts(on, workspaceId, customerIds, versions),
    periods: grouped(periods, (period) => period.subscriptionId),
    versions,
    meters: new Map(meters.map((meter) => [meter.id, meter])),
    paid: paidSpans(subscriptions, periods, versions),
  };
}

type Job = {
  readonly plan: InvoicePlan;
  readonly closes: BillingPeriod | null;
  readonly opens: BillingPeriod | null;
  /** Periods with a final invoice, whose usage may have changed since. */
  readonly earlier: readonly BillingPeriod[];
};

function jobOf(plan: InvoicePlan, facts: Facts): Job {
  const { closes, opens, subscriptionId } = plan;
  const closed = facts.closed.get(subscriptionId);
  // While the invoice before is a draft, that one settles what has changed of earlier periods: two would do it twice.
  const settles = closes !== null && !plan.imagined && (closed?.has(closes.index - 1) ?? false);
  const earlier = (facts.periods.get(subscriptionId) ?? []).filter(
    ({ index }) => settles && index < closes.index && closed?.has(index),
  );
  return {
    plan,
    closes: closes === null ? null : billingPeriod(closes, facts),
    opens: opens === null ? null : billingPeriod(opens, facts),
    earlier: earlier.map((period) => billingPeriod(period, facts)),
  };
}

function topUpsOf({ subscriptionId, closes }: InvoicePlan, { credits }: Facts): readonly TopUp[] {
  return closes === null ? [] : (credits.topUps.get(periodKey(subscriptionId, closes.index)) ?? []);
}

/** What a period would be granted, by credit type. */
function grantedIn(period: PeriodRow | null, { versions }: Facts): ReadonlyMap<string, Decimal> {
  if (period === null) return new Map();
  const { creditGrants } = requireVersion(versions, period.versionId);
  return new Map(creditGrants.map((plan) => [plan.creditTypeId, planAmount(plan, period.quantity)]));
}

function billingPeriod(row: PeriodRow, { versions }: Facts): BillingPeriod {
  return { ...row, charges: requireVersion(versions, row.versionId).charges };
}

type Question = { readonly period: number; readonly charge: number; readonly query: BilledQuery };

/** What has to be known of the usage: every usage charge of the period that is closed, and of those before it. */
function questionsOf({ plan, closes, earlier }: Job, facts: Facts): Question[] {
  return (closes === null ? [] : [closes, ...earlier]).flatMap((period) =>
    period.charges.flatMap((charge, index) =>
      charge.kind === 'USAGE'
        ? { period: period.index, charge: index, query: billedQuery(plan, period, charge, facts) }
        : [],
    ),
  );
}

function billedQuery(plan: InvoicePlan, period: BillingPeriod, charge: UsageCharge, facts: Facts): BilledQuery {
  const { customerId, subscriptionId } = plan;
  const meter = facts.meters.get(charge.meterId);
  if (meter === undefined) throw new Error(`There is no meter ${charge.meterId}.`);
  const within = { from: period.startsAt, to: period.endsAt };
  return {
    meter,
    customerId,
    subscriptionId,
    period: within,
    spans: plan.alone
      ? [within]
      : payingSpans(subscriptionId, charge.meterId, within, facts.paid.get(customerId) ?? []),
    property: charge.priceBy?.property ?? null,
  };
}
