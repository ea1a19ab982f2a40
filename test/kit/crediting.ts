import type { CreditOperation } from '../../src/actions/credit-requests.ts';
import { type CreditState, readCredits } from '../../src/actions/read-credits.ts';
import type { CreditsDraft, PlanGrantDraft } from '../../src/actions/resolve-credits.ts';
import type { GrantSource } from '../../src/core/credits/grant.ts';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';
import { readOpenGrants } from '../../src/store/credit-grants.ts';
import { type LedgerRow, listEntries } from '../../src/store/ledger.ts';
import type { TestApi } from './api.ts';
import { at, type Billing, billingOn } from './billing.ts';
import { usage } from './charges.ts';

type UsageDraft = ReturnType<typeof usage>;

export type Crediting = Billing & {
  readonly account: { readonly customerId: string; readonly creditTypeId: string };
  grant(
    amount: string,
    more?: { effectiveAt?: string; expiresAt?: string; priority?: number; source?: GrantSource },
  ): Promise<string>;
  hold(amount: string, seconds?: number): Promise<string>;
  capture(id: string, amount?: string): Promise<void>;
  release(id: string): Promise<void>;
  voidGrant(id: string): Promise<void>;
  adjust(amount: string): Promise<void>;
  state(customer?: string): Promise<CreditState>;
  /** `100 = 100 available`, or what is held and owed besides. */
  balance(customer?: string): Promise<string>;
  entries(): Promise<LedgerRow[]>;
  /** `GRANT 100 -> 100`, one for each entry. */
  ledger(): Promise<string[]>;
  grants(): Promise<string[]>;
  /** What all draws together could not pay. */
  uncovered(): Promise<string>;
  /** Of all there ever were, the oldest first. */
  grantIds(): Promise<string[]>;
  /** As whoever reads a balance does first. */
  settle(): Promise<void>;
};

/** A workspace with a customer `acme` and the credit type `credits`, of which all methods speak. */
export async function creditingOn(api: TestApi, precision = 0): Promise<Crediting> {
  const billing = await billingOn(api);
  const { deps } = api;
  const { workspaceId } = billing;
  const acme = { id: await billing.customer('acme') };
  const { id: creditTypeId } = await billing.creditType('credits', precision);
  const customers = new Map([['acme', acme.id]]);

  async function submit(asked: CreditOperation): Promise<string> {
    const outcome = await deps.creditDesk.submit(workspaceId, { asked, idempotencyKey: null, actorId: null });
    if (outcome.refusal !== null) throw outcome.refusal;
    return outcome.id;
  }
  const account = { customer: 'acme', creditType: 'credits' };
  const key = { customerId: acme.id, creditTypeId };
  const state = async (customer = 'acme') => {
    const id = customers.get(customer) ?? '';
    const found = (await readCredits(deps, workspaceId, [id])).find((one) => one.creditTypeId === creditTypeId);
    if (found === undefined) throw new Error('No credits of this customer have ever moved.');
    return found;
  };
  const entries = () => {
    const all = { customerId: acme.id, creditTypeId, kinds: null, from: null, to: null };
    return listEntries(deps.database.pool, all, { limit: 10_000, after: null, before: null, backwards: false });
  };
  return {
    ...billing,
    account: key,
    async grantIds() {
      const text = 'SELECT id FROM credit_grant WHERE customer_id = $1 AND credit_type_id = $2 ORDER BY created_at, id';
      const { rows } = await deps.database.pool.query<{ id: string }>(text, [key.customerId, key.creditTypeId]);
      return rows.map(({ id }) => id);
    },
    async uncovered() {
      const text = 'SELECT coalesce(sum(uncovered), 0)::text AS sum FROM credit_draw WHERE customer_id = $1';
      const { rows } = await deps.database.pool.query<{ sum: string }>(text, [key.customerId]);
      return rows[0]?.sum ?? '';
    },
    async settle() {
      await readCredits(deps, workspaceId, [acme.id]);
    },
    grant: (amount, { effectiveAt, expiresAt, priority = 100, source = 'PURCHASE' } = {}) =>
      submit({
        ...account,
        operation: 'grantCredits',
        amount: new Decimal(amount),
        effectiveAt: effectiveAt === undefined ? null : at(effectiveAt),
        expiresAt: expiresAt === undefined ? null : at(expiresAt),
        priority,
        source,
        note: null,
      }),
    hold: (amount, expiresInSeconds = 600) =>
      submit({ ...account, operation: 'placeHold', amount: new Decimal(amount), expiresInSeconds }),
    async capture(id, amount) {
      await submit({ operation: 'captureHold', id, amount: amount === undefined ? null : new Decimal(amount) });
    },
    async release(id) {
      await submit({ operation: 'releaseHold', id });
    },
    async voidGrant(id) {
      await submit({ operation: 'voidGrant', id, note: null });
    },
    async adjust(amount) {
      await submit({ ...account, operation: 'adjustCredits', amount: new Decimal(amount), note: null });
    },
    state,
    async balance(customer) {
      const { balance, held, available, debt } = await state(customer);
      const more = [
        held.isZero() ? '' : `, ${formatDecimal(held)} held`,
        debt.isZero() ? '' : `, ${formatDecimal(debt)} owed`,
      ];
      return `${formatDecimal(balance)} = ${formatDecimal(available)} available${more.join('')}`;
    },
    entries,
    async ledger() {
      return (await entries()).map(
        ({ kind, amount, balanceAfter, debt }) =>
          `${kind}${debt ? ' debt' : ''} ${formatDecimal(amount)} -> ${formatDecimal(balanceAfter)}`,
      );
    },
    async grants() {
      const rows = await readOpenGrants(deps.database.pool, [acme.id]);
      return rows
        .filter((grant) => grant.active && !grant.remaining.isZero())
        .map(
          ({ source, remaining, expiresAt }) =>
            `${source} ${formatDecimal(remaining)}${expiresAt === null ? '' : ' until'}`,
        );
    },
  };
}

/** A charge that draws on `credits`: by default one for each unit, and nothing when they run out. */
export function drawing(
  meterKey: string,
  more: Partial<CreditsDraft> = {},
  charge: Partial<UsageDraft> = {},
): UsageDraft {
  const credits: CreditsDraft = {
    creditTypeKey: 'credits',
    unitsPerCredit: more.creditsPerUnit ? null : new Decimal(1),
    creditsPerUnit: null,
    whenExhausted: 'STOP',
    overage: null,
    debtLimit: null,
    ...more,
  };
  return { ...usage(meterKey, '0'), pricing: null, credits, ...charge };
}

/** What a product grants of `credits` in every period. */
export function planGrant(amount: string, more: Partial<PlanGrantDraft> = {}): PlanGrantDraft {
  return {
    creditTypeKey: 'credits',
    amount: new Decimal(amount),
    perSeat: false,
    priority: 10,
    expires: { kind: 'PERIOD_END' },
    rollover: null,
    autoTopUp: null,
    lowBalance: [],
    ...more,
  };
}
