import { Decimal } from '../../src/core/decimal.ts';
import { NaiveLedger, sum, zero } from './naive-ledger.ts';
import type { Grant, NaiveCharge, NaiveEvent, NaiveMeter, Period, Subscription, Terms } from './naive-terms.ts';

const day = 86_400_000_000n;
const lists = ['grants', 'holds', 'entries', 'events', 'parts', 'repaid', 'unpaid', 'topUps'] as const;

/** A customer with events and subscriptions over the naive ledger: when time passes, what is used, what a plan brings. */
export class NaiveCustomer extends NaiveLedger {
  events: NaiveEvent[] = [];
  subscriptions: Subscription[] = [];
  readonly meters: readonly NaiveMeter[];

  constructor(precision: number, meters: readonly NaiveMeter[], now: bigint) {
    super(precision, now);
    this.meters = meters;
  }

  record(event: NaiveEvent, requireCredits: boolean, hold: number | null): boolean {
    const before = Object.fromEntries(lists.map((list) => [list, this[list].map((one) => ({ ...one }))]));
    const [entries, unpaid] = [this.entries.length, this.unpaid.length];
    this.events.push(event);
    const own = hold === null ? undefined : this.holds[hold];
    const reserved = own?.open ? own.amount : zero;
    if (own !== undefined) own.open = false;
    this.settleUsage(reserved);
    const covered =
      this.unpaid.slice(unpaid).every(({ amount }) => !amount.greaterThan(0)) &&
      this.entries.slice(entries).every(({ kind, debt }) => kind !== 'DRAW' || !debt);
    if (requireCredits && !covered) Object.assign(this, before);
    return covered || !requireCredits;
  }
  voidEvents(ids: string[]): void {
    for (const event of this.events) if (ids.includes(event.id)) event.voided = true;
    this.settleUsage();
  }
  subscribe(terms: Terms): void {
    this.subscriptions.push({ startsAt: this.now, periods: [], next: terms, ended: false });
    this.turn(this.subscriptions.length - 1);
  }
  /** To other terms, or to none: cancelled. */
  change(of: number, next: Terms | null, immediately: boolean): boolean {
    const subscription = this.subscriptions[of] as Subscription;
    if (subscription.ended) return false;
    subscription.next = next;
    if (immediately) this.turn(of);
    return true;
  }
  /** Does what falls due up to and at an instant, one instant after the other. */
  advance(to: bigint): void {
    for (;;) {
      const waiting = this.grants.flatMap((g) => (g.state === 'WAITING' ? g.effectiveAt : []));
      const dated = this.grants.flatMap((g) =>
        g.state === 'LIVE' && g.of === null && g.expiresAt !== null ? g.expiresAt : [],
      );
      const holds = this.holds.flatMap((hold) => (hold.open ? hold.expiresAt : []));
      const periods = this.subscriptions.flatMap((one) => (one.ended ? [] : (one.periods.at(-1) as Period).end));
      const due = [...waiting, ...dated, ...holds, ...periods].filter((at) => at <= to);
      if (due.length === 0) break;
      this.now = due.reduce((a, b) => (a < b ? a : b));
      for (const [i, grant] of this.grants.entries()) {
        if (grant.state === 'LIVE' && grant.of === null && grant.expiresAt === this.now) this.end(i, 'EXPIRY');
      }
      for (const hold of this.holds) if (hold.expiresAt <= this.now) hold.open = false;
      for (const [i, grant] of this.grants.entries()) {
        if (grant.state === 'WAITING' && grant.effectiveAt === this.now) this.begin(i, 'GRANT');
      }
      for (const [i, one] of this.subscriptions.entries()) {
        if (!one.ended && one.periods.at(-1)?.end === this.now) this.turn(i);
      }
    }
    this.now = to;
  }

  /** What a charge has to have drawn by now, from all events there are. */
  private target(of: number, { start, end }: Period, { meter, included, rate }: NaiveCharge): Decimal {
    const { eventName, aggregation } = this.meters[meter] as NaiveMeter;
    const payer = (at: bigint) =>
      this.subscriptions.findIndex(({ periods }) =>
        periods.some((p) => p.start <= at && at < p.end && p.product.charges.some((charge) => charge.meter === meter)),
      );
    const counted = this.events.filter(
      ({ name, at, voided, of: named }) =>
        name === eventName && !voided && start <= at && at < end && (named ?? payer(at)) === of,
    );
    const last = (a: NaiveEvent, b: NaiveEvent) => (a.at > b.at || (a.at === b.at && a.id > b.id) ? a : b);
    const values = counted.map(({ value }) => value);
    let usage = new Decimal(counted.length);
    if (aggregation === 'SUM') usage = sum(values);
    if (aggregation === 'MAX') usage = values.length === 0 ? zero : Decimal.max(...values);
    if (aggregation === 'LAST') usage = values.length === 0 ? zero : counted.reduce(last).value;
    const billable = Decimal.max(usage.minus(included), zero);
    const exact = rate.kind === 'CREDITS_PER_UNIT' ? billable.times(rate.value) : billable.dividedBy(rate.value);
    return exact.toDecimalPlaces(this.precision, Decimal.ROUND_DOWN);
  }
  private settleUsage(reserved = zero): void {
    const dues = this.subscriptions.flatMap(({ periods }, of) =>
      periods.flatMap((period, index) =>
        period.product.charges.map((charge, place) => {
          const draw = `${of}/${index}/${place}`;
          const due = this.target(of, period, charge).minus(this.drawn(draw)).minus(this.uncovered(draw));
          return { draw, charge, due };
        }),
      ),
    );
    this.settleDraws(dues, reserved);
  }
  /** The end of a period and the beginning of the next, or of the first, or the end of all. */
  private turn(of: number): void {
    const subscription = this.subscriptions[of] as Subscription;
    const { startsAt, periods } = subscription;
    const closed = periods.at(-1);
    const next = subscription.next === 'SAME' ? (closed ?? null) : subscription.next;
    const length = day * BigInt(next?.product.days ?? 1);
    const end = startsAt + ((this.now - startsAt) / length + 1n) * length;
    if (closed !== undefined) closed.end = this.now;
    Object.assign(subscription, { next: 'SAME', ended: next === null });
    this.settleUsage();
    const rollover = next === null ? null : (closed?.product.plan?.rollover ?? null);
    let room = rollover?.cap ?? new Decimal(Number.POSITIVE_INFINITY);
    for (const i of this.burnOrder().filter((grant) => this.grants[grant]?.of === of)) {
      const { priority, rolls } = this.grants[i] as Grant;
      if (rollover !== null && rolls < rollover.times) {
        const share = this.left(i).times(rollover.percent).dividedBy(100);
        const amount = Decimal.min(share.toDecimalPlaces(this.precision, Decimal.ROUND_DOWN), room);
        room = room.minus(amount);
        this.post('ROLLOVER', amount.negated(), i);
        const days = rollover.lifetimeDays;
        const given = { amount, priority, effectiveAt: this.now, source: 'ROLLOVER' };
        const expiresAt = days === null ? end : this.now + BigInt(days) * day;
        const more = { of: days === null ? of : null, rolls: rolls + 1 };
        if (!amount.isZero()) this.grant({ ...given, expiresAt }, more, 'ROLLOVER');
      }
      this.end(i, rollover === null ? 'EXPIRY' : 'FORFEIT');
    }
    this.topUps = this.topUps.filter((plan) => plan.of !== of);
    if (next === null) return;
    periods.push({ product: next.product, quantity: next.quantity, start: this.now, end });
    const { plan } = next.product;
    if (plan !== null) {
      const { expires, priority, topUp } = plan;
      const amount = plan.amount.times(plan.perSeat ? next.quantity : 1);
      const dated = typeof expires === 'number' ? this.now + BigInt(expires) * day : null;
      const given = { amount, priority, effectiveAt: this.now, source: 'SUBSCRIPTION' };
      if (expires === 'PERIOD_END') this.grant({ ...given, expiresAt: end }, { of });
      else this.grant({ ...given, expiresAt: dated });
      if (topUp !== null) this.topUps.push({ of, terms: topUp, priority, left: topUp.perPeriod });
    }
    this.settleUsage();
  }
}
