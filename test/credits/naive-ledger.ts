import { Decimal } from '../../src/core/decimal.ts';
import type { Entry, Given, Grant, Hold, NaiveCharge, TopUp } from './naive-terms.ts';

export const zero = new Decimal(0);
export const sum = (amounts: Decimal[]) => amounts.reduce((all, one) => all.plus(one), zero);

type Due = { readonly draw: string; readonly charge: NaiveCharge; readonly due: Decimal };
const returns = ({ due }: Due) => due.isNegative();

/**
 * The credits of one customer by RULES section 4, in the slowest words there are: nothing is kept that could be counted
 * again from the lists. Written from the rules alone, and to be read beside them.
 */
export class NaiveLedger {
  grants: Grant[] = [];
  holds: Hold[] = [];
  entries: Entry[] = [];
  /** What draws took, the latest last; null: of a debt. And which grants paid debts. */
  parts: { draw: string; grant: number | null; amount: Decimal }[] = [];
  repaid: { grant: number; amount: Decimal }[] = [];
  unpaid: { draw: string; amount: Decimal }[] = [];
  topUps: { of: number; terms: TopUp; priority: number; left: number }[] = [];
  readonly precision: number;
  now: bigint;

  constructor(precision: number, now: bigint) {
    this.precision = precision;
    this.now = now;
  }

  balance = () => sum(this.entries.map((entry) => entry.amount));
  debt = () => sum(this.entries.map((entry) => (entry.debt ? entry.amount.negated() : zero)));
  held = () => sum(this.holds.map((hold) => (hold.open ? hold.amount : zero)));
  available = () => this.balance().minus(this.held());
  left = (grant: number) => sum(this.entries.map((e) => (e.grant === grant && !e.debt ? e.amount : zero)));
  uncovered = (draw: string) => sum(this.unpaid.map((one) => (one.draw === draw ? one.amount : zero)));
  drawn = (draw: string) => sum(this.entries.map((entry) => (entry.draw === draw ? entry.amount.negated() : zero)));

  grant(
    { source, ...given }: Given,
    more: Partial<Grant> = {},
    kind = source === 'ADJUSTMENT' ? source : 'GRANT',
  ): void {
    this.grants.push({ source, ...given, createdAt: this.now, of: null, rolls: 0, state: 'WAITING', ...more });
    if (given.effectiveAt <= this.now) this.begin(this.grants.length - 1, kind);
  }
  voidGrant(grant: number): boolean {
    const isOpen = ['WAITING', 'LIVE'].includes(this.grants[grant]?.state ?? '');
    if (isOpen) this.end(grant, 'VOID');
    return isOpen;
  }
  adjust(amount: Decimal): boolean {
    const at = { effectiveAt: this.now, expiresAt: null };
    if (amount.greaterThan(0)) this.grant({ amount, priority: 100, ...at, source: 'ADJUSTMENT' });
    else if (this.available().lessThan(amount.negated())) return false;
    else this.take(amount.negated(), 'ADJUSTMENT', null);
    return true;
  }
  placeHold(amount: Decimal, expiresAt: bigint): boolean {
    const room = sum(this.topUps.map(({ terms, left }) => terms.amount.times(left)));
    if (this.available().plus(room).greaterThanOrEqualTo(amount)) this.topUp(amount);
    if (this.available().lessThan(amount)) return false;
    this.holds.push({ amount, expiresAt, open: true });
    return true;
  }
  /** What is held is there for its holder, whatever others owe meanwhile. */
  captureHold(at: number, amount: Decimal | null): boolean {
    const hold = this.holds[at] as Hold;
    const taken = amount ?? hold.amount;
    const there = this.available().plus(hold.amount).plus(this.debt());
    if (!hold.open || taken.greaterThan(hold.amount) || there.lessThan(taken)) return false;
    hold.open = false;
    this.take(taken, 'CAPTURE', null, taken);
    return true;
  }
  releaseHold(at: number): boolean {
    const hold = this.holds[at] as Hold;
    const { open } = hold;
    hold.open = false;
    return open;
  }
  protected post(kind: string, amount: Decimal, grant: number | null, debt = false, draw: string | null = null): void {
    if (!amount.isZero()) this.entries.push({ kind, grant, debt, amount, draw });
  }
  protected begin(i: number, kind: string): void {
    const grant = this.grants[i] as Grant;
    grant.state = 'LIVE';
    const owed = Decimal.min(this.debt(), grant.amount);
    if (owed.greaterThan(0)) this.repaid.push({ grant: i, amount: owed });
    this.post('REPAYMENT', owed, i, true);
    this.post(kind, grant.amount.minus(owed), i);
  }
  protected end(i: number, kind: string): void {
    this.post(kind, this.left(i).negated(), i);
    (this.grants[i] as Grant).state = kind === 'VOID' ? 'VOIDED' : 'ENDED';
  }
  protected burnOrder(): number[] {
    const never = 1n << 62n;
    const rank = (i: number) => this.grants[i] as Grant;
    const order = (x: bigint, y: bigint) => (x < y ? -1 : x > y ? 1 : 0);
    return [...this.grants.keys()]
      .filter((i) => rank(i).state === 'LIVE')
      .sort((x, y) => {
        const [a, b] = [rank(x), rank(y)];
        return (
          a.priority - b.priority ||
          order(a.expiresAt ?? never, b.expiresAt ?? never) ||
          order(a.createdAt, b.createdAt) ||
          x - y
        );
      });
  }
  /** Gives what it could take. `reserved` was held for this use: a debt does not lessen it. */
  protected take(amount: Decimal, kind: string, draw: string | null, reserved = zero): Decimal {
    const [available, debt] = [this.available(), this.debt()];
    const most = Decimal.max(available, Decimal.min(reserved, available.plus(debt)), zero);
    let wanted = Decimal.min(amount, most);
    for (const grant of this.burnOrder()) {
      const taken = Decimal.min(this.left(grant), wanted);
      wanted = wanted.minus(taken);
      this.post(kind, taken.negated(), grant, false, draw);
      if (draw !== null) this.parts.push({ draw, grant, amount: taken });
    }
    return Decimal.min(amount, most).minus(wanted);
  }
  protected topUp(use: Decimal): void {
    for (const plan of this.topUps) {
      while (plan.left > 0 && this.available().minus(use).lessThan(plan.terms.threshold)) {
        plan.left -= 1;
        const { amount } = plan.terms;
        this.grant({ amount, priority: plan.priority, effectiveAt: this.now, expiresAt: null, source: 'TOP_UP' });
      }
    }
  }
  /** To a grant that is over it only comes to be over with it; else debts come first. */
  protected giveBack(grant: number | null, amount: Decimal, draw: string): void {
    const over = ({ ENDED: 'EXPIRY', VOIDED: 'VOID' } as Record<string, string>)[this.grants[grant ?? -1]?.state ?? ''];
    const toDebt = over === undefined ? Decimal.min(amount, this.debt()) : zero;
    this.post('RETURN', toDebt, grant, true, draw);
    if (grant !== null) this.repaid.push({ grant, amount: toDebt });
    const rest = amount.minus(toDebt);
    if (grant === null) takeLatest(this.repaid, rest, (of, part) => this.giveBack(of.grant, part, draw));
    else this.post('RETURN', rest, grant, false, draw);
    if (over !== undefined) this.post(over, rest.negated(), grant);
  }
  /** Posts what draws are away from what they should be; what is given back first. */
  protected settleDraws(dues: readonly Due[], held = zero): void {
    let reserved = held;
    for (const { draw, charge, due } of [...dues.filter(returns), ...dues.filter((one) => !returns(one))]) {
      if (due.isNegative()) {
        const unpaid = Decimal.min(this.uncovered(draw), due.negated());
        this.unpaid.push({ draw, amount: unpaid.negated() });
        const back = due.negated().minus(unpaid);
        const own = this.parts.filter((part) => part.draw === draw);
        takeLatest(own, back, (part, amount) => this.giveBack(part.grant, amount, draw));
      } else if (due.greaterThan(0)) {
        this.topUp(due);
        const taken = this.take(due, 'DRAW', draw, reserved);
        reserved = Decimal.max(reserved.minus(taken), zero);
        const room = charge.whenExhausted === 'DEBT' ? (charge.debtLimit?.minus(this.debt()) ?? due) : zero;
        const owed = Decimal.max(Decimal.min(due.minus(taken), room), zero);
        this.post('DRAW', owed.negated(), null, true, draw);
        this.parts.push({ draw, grant: null, amount: owed });
        this.unpaid.push({ draw, amount: due.minus(taken).minus(owed) });
      }
    }
  }
}

/** Takes an amount out of these parts, the latest first. */
function takeLatest<T extends { amount: Decimal }>(
  parts: T[],
  amount: Decimal,
  use: (part: T, of: Decimal) => void,
): void {
  let rest = amount;
  for (const part of parts.toReversed()) {
    const taken = Decimal.min(part.amount, rest);
    rest = rest.minus(taken);
    part.amount = part.amount.minus(taken);
    if (!taken.isZero()) use(part, taken);
  }
}
