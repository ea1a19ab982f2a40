import type { Queryable } from '../sql/statement.ts';

/** A row that does not agree with what it is derived from: which, what it says, and what it should say. */
export type Breach = {
  readonly table: string;
  readonly row: string;
  readonly says: string;
  readonly shouldSay: string;
};

type Rule = { readonly table: string; readonly text: string };

const account = `a.customer_id || ' ' || a.credit_type_id`;
const sameAccount = 'x.customer_id = a.customer_id AND x.credit_type_id = a.credit_type_id';

/** Each gives the rows that break it: which row, what it says, what it should. `$1` is the workspace. */
const rules: readonly Rule[] = [
  {
    table: 'credit_account',
    text: `
      SELECT ${account} AS row, 'balance ' || a.balance AS says, 'balance ' || e.sum AS should_say FROM credit_account a
      CROSS JOIN LATERAL (SELECT coalesce(sum(x.amount), 0) AS sum FROM credit_ledger_entry x WHERE ${sameAccount}) e
      WHERE a.workspace_id = $1 AND a.balance <> e.sum`,
  },
  {
    table: 'credit_account',
    text: `
      SELECT ${account} AS row, 'version ' || a.version AS says,
        'version ' || e.greatest || ' of ' || e.entries || ' entries' AS should_say
      FROM credit_account a
      CROSS JOIN LATERAL (
        SELECT count(*) AS entries, coalesce(max(x.version), 0) AS greatest FROM credit_ledger_entry x WHERE ${sameAccount}
      ) e
      WHERE a.workspace_id = $1 AND (a.version <> e.entries OR a.version <> e.greatest)`,
  },
  {
    table: 'credit_account',
    text: `
      SELECT ${account} AS row, 'debt ' || a.debt AS says, 'debt ' || -e.sum AS should_say FROM credit_account a
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(x.amount), 0) AS sum FROM credit_ledger_entry x WHERE ${sameAccount} AND x.debt
      ) e
      WHERE a.workspace_id = $1 AND a.debt <> -e.sum`,
  },
  {
    table: 'credit_account',
    text: `
      SELECT ${account} AS row, 'balance ' || a.balance AS says, 'balance ' || g.sum - a.debt AS should_say
      FROM credit_account a
      CROSS JOIN LATERAL (SELECT coalesce(sum(x.remaining), 0) AS sum FROM credit_grant x WHERE ${sameAccount}) g
      WHERE a.workspace_id = $1 AND a.balance <> g.sum - a.debt`,
  },
  {
    table: 'credit_ledger_entry',
    text: `
      SELECT customer_id || ' ' || credit_type_id || ' ' || version AS row, 'balance before ' || balance_before AS says,
        'balance before ' || before AS should_say
      FROM (
        SELECT *, lag(balance_after, 1, 0) OVER (PARTITION BY customer_id, credit_type_id ORDER BY version) AS before
        FROM credit_ledger_entry WHERE workspace_id = $1
      ) e WHERE before <> balance_before`,
  },
  {
    table: 'credit_grant',
    text: `
      SELECT a.customer_id || ' ' || a.id AS row, 'remaining ' || a.remaining AS says, 'remaining ' || e.sum AS should_say
      FROM credit_grant a
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(x.amount), 0) AS sum FROM credit_ledger_entry x
        WHERE ${sameAccount} AND x.grant_id = a.id AND NOT x.debt
      ) e
      WHERE a.workspace_id = $1 AND a.remaining <> e.sum`,
  },
  {
    table: 'credit_draw',
    text: `
      SELECT concat_ws(' ', a.customer_id, a.subscription_id, a.period_index, a.charge) AS row, 'drawn ' || a.drawn AS says,
        'drawn ' || -e.sum AS should_say
      FROM credit_draw a
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(x.amount), 0) AS sum FROM credit_ledger_entry x
        WHERE ${sameAccount} AND x.subscription_id = a.subscription_id AND x.period_index = a.period_index
          AND x.charge = a.charge AND x.kind IN ('DRAW', 'RETURN')
      ) e
      WHERE a.workspace_id = $1 AND a.drawn <> -e.sum`,
  },
  {
    table: 'invoice',
    text: `
      SELECT i.customer_id || ' ' || i.id AS row, 'total ' || i.total AS says, 'total ' || l.sum AS should_say FROM invoice i
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(x.amount), 0) AS sum FROM invoice_line x
        WHERE x.customer_id = i.customer_id AND x.invoice_id = i.id
      ) l
      WHERE i.workspace_id = $1 AND i.status <> 'DRAFT' AND i.total <> l.sum`,
  },
  {
    table: 'invoice',
    text: `
      SELECT customer_id || ' ' || id AS row, 'number ' || number AS says, 'number ' || place AS should_say
      FROM (
        SELECT *, row_number() OVER (ORDER BY number) AS place FROM invoice
        WHERE workspace_id = $1 AND number IS NOT NULL
      ) i WHERE number <> place`,
  },
];

/** What of a workspace's ledger, accounts, grants, draws and invoices does not add up. */
export async function findBreaches(on: Queryable, workspaceId: string): Promise<Breach[]> {
  const found: Breach[] = [];
  for (const { table, text } of rules) {
    const { rows } = await on.query<{ row: string; says: string; should_say: string }>(text, [workspaceId]);
    for (const { row, says, should_say: shouldSay } of rows) found.push({ table, row, says, shouldSay });
  }
  return found;
}
