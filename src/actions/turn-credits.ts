import type { Books } from '../core/credits/books.ts';
import { beginPlanPeriod, endPlanPeriod, type PlanPeriod } from '../core/credits/plan-period.ts';
import { settleBooks } from '../core/credits/settle.ts';
import type { Draw } from '../core/credits/usage-draw.ts';
import { grouped } from '../core/grouped.ts';
import type { Instant } from '../core/time/instant.ts';
import { hasCreditTypes } from '../store/credit-types.ts';
import type { ProductVersion } from '../store/products.ts';
import type { Queryable } from '../store/sql/statement.ts';
import { closeCredits } from './close-credits.ts';
import type { Deps } from './deps.ts';
import { accountsOf, readDrawPlans } from './draw-plans.ts';
import { requireAccounts } from './in-billing.ts';
import { type OpenCredits, openCredits } from './open-credits.ts';
import { dueBy, recountTotals, settleTotals } from './recount-draws.ts';
import { requireVersion } from './turn-due.ts';
import type { Turn } from './turn-period.ts';

/**
 * What the end of a period does to credits, and the beginning of the next: its usage is settled once more, then what the
 * plan granted is rolled over or expires, then comes the new grant, then usage of the new period that is known already.
 * In the transaction that turns the periods, so once, and all of it or nothing.
 *
 * Twelve statements at most, however many turns.
 */
export async function turnCredits(
  deps: Pick<Deps, 'ids' | 'clock'>,
  on: Queryable,
  workspaceId: string,
  turns: readonly Turn[],
  versions: ReadonlyMap<string, ProductVersion>,
  now: Instant,
): Promise<void> {
  if (turns.length === 0 || !(await hasCreditTypes(on, workspaceId))) return;
  await requireAccounts(
    on,
    turns.flatMap(({ opened }) =>
      opened === null ? [] : accountsOf(opened.customerId, requireVersion(versions, opened.versionId)),
    ),
  );
  const customerIds = [...new Set(turns.map(({ subscription }) => subscription.customerId))];
  const earliest = turns.reduce((at, turn) => (turn.at < at ? turn.at : at), now);
  // Those that end with the turn were at hand an instant before it.
  const question = { from: earliest - 1n, to: null };
  const credits = await openCredits(on, { customerIds, now, needsTurned: false, drawsAt: question });
  if (credits === null) return;

  const plans = await readDrawPlans(on, customerIds, earliest);
  const draws = plans.map((plan) => plan(credits.draws));
  credits.draws.splice(0, credits.draws.length, ...draws);
  const meters = await recountTotals(on, workspaceId, draws);
  const settle = (some: readonly Draw[], at: Instant) =>
    settleTotals(deps, credits, some, meters, { kind: 'RECOUNT', at, occurredAt: at });

  const bySubscription = grouped(draws, (draw) => `${draw.subscriptionId} ${draw.periodIndex}`);
  for (const turn of turns.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const { subscription, closed, opened, at } = turn;
    const own = credits.books.filter((books) => books.customerId === subscription.customerId);
    // What was drawn in the period was drawn before its end.
    for (const books of own) settleBooks(books, at - 1n);
    if (closed !== null) {
      settle(bySubscription.get(`${closed.subscriptionId} ${closed.index}`) ?? [], at - 1n);
    }
    for (const books of own) settleBooks(books, at);
    for (const books of own) turnPlan(deps, books, turn, versions);
    if (opened === null) continue;
    const until = now < opened.endsAt ? now : opened.endsAt - 1n;
    const begun = bySubscription.get(`${opened.subscriptionId} ${opened.index}`) ?? [];
    // Only where there is some: what others do until then is to come in its time.
    const used = begun.filter((draw) => !dueBy(draw, meters).isZero());
    for (const draw of used) settleBooks(credits.of(draw.customerId, draw.terms.creditTypeId), until);
    settle(begun, until);
  }
  settleOthers(credits, draws, settle, now);
  await closeCredits(deps, on, { workspaceId, recordedAt: deps.clock.now() }, credits);
}

function turnPlan(
  deps: Pick<Deps, 'ids'>,
  books: Books,
  { subscription, closed, opened, at }: Turn,
  versions: ReadonlyMap<string, ProductVersion>,
): void {
  const planOf = (versionId: string) =>
    requireVersion(versions, versionId).creditGrants.find((plan) => plan.creditTypeId === books.creditTypeId) ?? null;
  const next: PlanPeriod | null =
    opened === null ? null : { ...opened, subscriptionId: subscription.id, timeZone: subscription.timeZone };
  if (closed !== null) {
    const ended = { subscriptionId: subscription.id, index: closed.index };
    endPlanPeriod(books, planOf(closed.versionId), ended, next, at, deps.ids.uuid);
  }
  const plan = opened === null ? null : planOf(opened.versionId);
  if (plan !== null && next !== null) beginPlanPeriod(books, plan, next, at, deps.ids.uuid);
}

/** Other subscriptions of these customers may pay for more, or for less, from here on. */
function settleOthers(
  credits: OpenCredits,
  draws: readonly Draw[],
  settle: (some: readonly Draw[], at: Instant) => void,
  now: Instant,
): void {
  for (const draw of draws) {
    if (credits.changedDraws.has(draw)) continue;
    const at = now < draw.period.to ? now : draw.period.to - 1n;
    settle([draw], at);
  }
}
