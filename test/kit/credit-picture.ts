import type pg from 'pg';
import { Decimal, formatDecimal } from '../../src/core/decimal.ts';

/** All that can be said of a customer's credits, with no id in it: grants, holds and subscriptions by their places. */
export type CreditFigures = {
  readonly balance: string;
  readonly held: string;
  readonly available: string;
  readonly debt: string;
  readonly grants: readonly string[];
  readonly holds: readonly string[];
  readonly draws: readonly string[];
  /** What the latest operation moved, in sum by kind and grant. */
  readonly moved: readonly string[];
};
export type CreditPicture = CreditFigures & { readonly version: bigint };

export type AccountKey = { readonly customerId: string; readonly creditTypeId: string };
export type PicturedGrant = {
  amount: Decimal;
  priority: number;
  effectiveAt: bigint;
  expiresAt: bigint | null;
  source: string;
  remaining: Decimal;
};
export type PicturedMove = { kind: string; grant: number | null; debt: boolean; amount: Decimal };

type Row = {
  head: { version: string; balance: string; debt: string } | null;
  grants: {
    id: string;
    amount: string;
    priority: number;
    begins: string;
    ends: string | null;
    source: string;
    remaining: string;
  }[];
  holds: { amount: string; status: string }[];
  draws: { of: number; period: number; charge: number; drawn: string; uncovered: string }[];
  entries: { kind: string; grant: string | null; debt: boolean; amount: string }[];
};

const micros = (column: string) => `(extract(epoch FROM ${column}) * 1000000)::bigint::text`;

/** What is stored of an account, with the entries after a version: one statement, which settles nothing. */
export async function pictureCredits(pool: pg.Pool, key: AccountKey, after: bigint): Promise<CreditPicture> {
  const own = 'customer_id = $1 AND credit_type_id = $2';
  const list = (row: string, from: string, order: string) =>
    `(SELECT coalesce(json_agg(${row} ORDER BY ${order}), '[]') FROM ${from} WHERE x.${own.replace('AND ', 'AND x.')}`;
  const { rows } = await pool.query<Row>({
    name: 'picture_credits',
    text: `
      SELECT
        (SELECT json_build_object('version', version::text, 'balance', balance::text, 'debt', debt::text)
          FROM credit_account WHERE ${own}) AS head,
        ${list(
          `json_build_object('id', x.id, 'amount', x.amount::text, 'priority', x.priority, 'source', x.source,
            'remaining', x.remaining::text, 'begins', ${micros('x.effective_at')}, 'ends', ${micros('x.expires_at')})`,
          'credit_grant x',
          'x.created_at, x.id',
        )}) AS grants,
        ${list(`json_build_object('amount', x.amount::text, 'status', x.status)`, 'credit_hold x', 'x.created_at, x.id')}) AS holds,
        ${list(
          `json_build_object('of', s.place, 'period', x.period_index, 'charge', x.charge, 'drawn', x.drawn::text,
            'uncovered', x.uncovered::text)`,
          `credit_draw x JOIN (SELECT id, row_number() OVER (ORDER BY starts_at, id) - 1 AS place
            FROM subscription WHERE customer_id = $1) s ON s.id = x.subscription_id`,
          's.place, x.period_index, x.charge',
        )}) AS draws,
        ${list(
          `json_build_object('kind', x.kind, 'grant', x.grant_id, 'debt', x.debt, 'amount', x.amount::text)`,
          'credit_ledger_entry x',
          'x.version',
        )} AND x.version > $3) AS entries`,
    values: [key.customerId, key.creditTypeId, String(after)],
  });
  const { head, grants, holds, draws, entries } = rows[0] as Row;
  const places = new Map(grants.map((grant, place) => [grant.id, place]));
  const open = holds.filter(({ status }) => status === 'OPEN');
  return {
    version: BigInt(head?.version ?? 0),
    ...creditFigures({
      balance: new Decimal(head?.balance ?? 0),
      debt: new Decimal(head?.debt ?? 0),
      grants: grants.map(({ amount, remaining, begins, ends, ...grant }) => ({
        ...grant,
        amount: new Decimal(amount),
        remaining: new Decimal(remaining),
        effectiveAt: BigInt(begins),
        expiresAt: ends === null ? null : BigInt(ends),
      })),
      openHolds: open.map(({ amount }) => new Decimal(amount)),
      draws: draws.map(({ of, period, charge, drawn, uncovered }) => ({
        key: `${of}/${period}/${charge}`,
        drawn: new Decimal(drawn),
        uncovered: new Decimal(uncovered),
      })),
      moves: entries.map(({ grant, amount, ...entry }) => ({
        ...entry,
        grant: grant === null ? null : (places.get(grant) ?? -1),
        amount: new Decimal(amount),
      })),
    }),
  };
}

export type PictureParts = {
  readonly balance: Decimal;
  readonly debt: Decimal;
  readonly grants: readonly PicturedGrant[];
  readonly openHolds: readonly Decimal[];
  readonly draws: readonly { key: string; drawn: Decimal; uncovered: Decimal }[];
  readonly moves: readonly PicturedMove[];
};

/** In words, so that a disagreement is a difference of lines. */
export function creditFigures({ balance, debt, grants, openHolds, draws, moves }: PictureParts): CreditFigures {
  const held = openHolds.reduce((sum, amount) => sum.plus(amount), new Decimal(0));
  const sums = new Map<string, Decimal>();
  for (const { kind, grant, debt: ofDebt, amount } of moves) {
    const key = `${kind} of ${grant === null ? 'none' : grant}${ofDebt ? ', debt' : ''}`;
    sums.set(key, (sums.get(key) ?? new Decimal(0)).plus(amount));
  }
  return {
    balance: formatDecimal(balance),
    held: formatDecimal(held),
    available: formatDecimal(balance.minus(held)),
    debt: formatDecimal(debt),
    grants: grants.map(
      ({ source, amount, remaining, priority, effectiveAt, expiresAt }) =>
        `${source} ${formatDecimal(remaining)}/${formatDecimal(amount)} p${priority} [${effectiveAt}, ${expiresAt ?? ''})`,
    ),
    holds: openHolds.map(formatDecimal),
    draws: draws
      .filter(({ drawn, uncovered }) => !drawn.isZero() || !uncovered.isZero())
      .map(({ key, drawn, uncovered }) => `${key} ${formatDecimal(drawn)} + ${formatDecimal(uncovered)} uncovered`),
    moved: [...sums]
      .filter(([, amount]) => !amount.isZero())
      .map(([key, amount]) => `${key} ${formatDecimal(amount)}`)
      .sort(),
  };
}
