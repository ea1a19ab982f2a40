import type pg from 'pg';

/**
 * What must be true of a workspace's credits whatever has happened, each as a statement that finds what breaks it.
 * `$1` is the workspace.
 */
const breaches: Readonly<Record<string, string>> = {
  'the balance is the sum of the entries': `
    SELECT a.customer_id, a.balance, sum(e.amount) FROM credit_account a
    LEFT JOIN credit_ledger_entry e USING (customer_id, credit_type_id) WHERE a.workspace_id = $1
    GROUP BY a.customer_id, a.credit_type_id HAVING a.balance <> coalesce(sum(e.amount), 0)`,
  'versions are 1 to n': `
    SELECT a.customer_id, a.version, count(e.version), max(e.version) FROM credit_account a
    LEFT JOIN credit_ledger_entry e USING (customer_id, credit_type_id) WHERE a.workspace_id = $1
    GROUP BY a.customer_id, a.credit_type_id
    HAVING a.version <> count(e.version) OR a.version <> coalesce(max(e.version), 0)`,
  'each entry begins with the balance the one before has left': `
    SELECT * FROM (
      SELECT customer_id, version, balance_before, balance_after, amount,
        lag(balance_after, 1, 0) OVER (PARTITION BY customer_id, credit_type_id ORDER BY version) AS before
      FROM credit_ledger_entry WHERE workspace_id = $1) e
    WHERE before <> balance_before OR balance_before + amount <> balance_after`,
  'what is left of a grant is the sum of its entries': `
    SELECT g.customer_id, g.id, g.remaining, sum(e.amount) FROM credit_grant g
    LEFT JOIN credit_ledger_entry e ON e.customer_id = g.customer_id AND e.grant_id = g.id AND NOT e.debt
    WHERE g.workspace_id = $1 GROUP BY g.customer_id, g.id HAVING g.remaining <> coalesce(sum(e.amount), 0)`,
  'what is left of a grant is neither below zero nor more than it was': `
    SELECT customer_id, id, amount, remaining FROM credit_grant
    WHERE workspace_id = $1 AND NOT remaining BETWEEN 0 AND amount`,
  'a grant that has ended, or not begun, has nothing left': `
    SELECT customer_id, id, remaining FROM credit_grant
    WHERE workspace_id = $1 AND (ended_at IS NOT NULL OR NOT active) AND remaining <> 0`,
  'the debt is what the entries of debts come to': `
    SELECT a.customer_id, a.debt, sum(e.amount) FROM credit_account a
    LEFT JOIN credit_ledger_entry e ON e.customer_id = a.customer_id AND e.credit_type_id = a.credit_type_id AND e.debt
    WHERE a.workspace_id = $1 GROUP BY a.customer_id, a.credit_type_id HAVING a.debt <> -coalesce(sum(e.amount), 0)`,
  'the balance is what is left of all grants less the debt': `
    SELECT a.customer_id, a.balance, a.debt, sum(g.remaining) FROM credit_account a
    LEFT JOIN credit_grant g USING (customer_id, credit_type_id) WHERE a.workspace_id = $1
    GROUP BY a.customer_id, a.credit_type_id HAVING a.balance <> coalesce(sum(g.remaining), 0) - a.debt`,
  'what was drawn is the sum of its entries': `
    SELECT d.customer_id, d.subscription_id, d.period_index, d.charge, d.drawn, sum(e.amount) FROM credit_draw d
    LEFT JOIN credit_ledger_entry e ON e.customer_id = d.customer_id AND e.credit_type_id = d.credit_type_id
      AND e.subscription_id = d.subscription_id AND e.period_index = d.period_index AND e.charge = d.charge
      AND e.kind IN ('DRAW', 'RETURN')
    WHERE d.workspace_id = $1 GROUP BY d.customer_id, d.subscription_id, d.period_index, d.charge
    HAVING d.drawn <> -coalesce(sum(e.amount), 0)`,
  'nothing is drawn or uncovered by less than zero': `
    SELECT * FROM credit_draw WHERE workspace_id = $1 AND (drawn < 0 OR uncovered < 0)`,
  'only who may owe has a debt': `
    SELECT a.customer_id, a.debt FROM credit_account a WHERE a.workspace_id = $1 AND a.debt <> 0 AND NOT EXISTS (
      SELECT FROM credit_draw d WHERE d.customer_id = a.customer_id AND d.credit_type_id = a.credit_type_id
        AND d.terms ->> 'whenExhausted' = 'DEBT')`,
  'no balance falls below zero by anything but a debt': `
    SELECT customer_id, version, balance_after FROM credit_ledger_entry e
    WHERE workspace_id = $1 AND balance_after < 0 AND amount < 0 AND NOT EXISTS (
      SELECT FROM credit_ledger_entry b WHERE b.customer_id = e.customer_id AND b.credit_type_id = e.credit_type_id
        AND b.version <= e.version AND b.debt AND b.amount < 0)`,
  'no grant is drawn after it has expired, or before it begins': `
    SELECT e.customer_id, e.version, e.kind, e.counted_at, g.effective_at, g.expires_at, g.ended_at
    FROM credit_ledger_entry e JOIN credit_grant g ON g.customer_id = e.customer_id AND g.id = e.grant_id
    WHERE e.workspace_id = $1 AND NOT e.debt AND e.amount < 0 AND e.kind IN ('DRAW', 'CAPTURE', 'ADJUSTMENT')
      AND (e.counted_at < g.effective_at OR e.counted_at >= g.expires_at OR e.counted_at > g.ended_at)`,
  'entries count in the order of their versions': `
    SELECT * FROM (
      SELECT customer_id, version, counted_at,
        lag(counted_at) OVER (PARTITION BY customer_id, credit_type_id ORDER BY version) AS before
      FROM credit_ledger_entry WHERE workspace_id = $1) e
    WHERE counted_at < before`,
  'what is held is held by open holds': `
    SELECT customer_id, id, status, closed_at FROM credit_hold
    WHERE workspace_id = $1 AND (status = 'OPEN') <> (closed_at IS NULL)`,
  'no hold is captured for more than it held': `
    SELECT customer_id, id, amount, captured FROM credit_hold
    WHERE workspace_id = $1 AND NOT captured BETWEEN 0 AND amount`,
};

/** Throws, and says which rows, unless all credits of a workspace are in order. */
export async function expectSoundCredits(pool: pg.Pool, workspaceId: string): Promise<void> {
  const broken: string[] = [];
  for (const [rule, text] of Object.entries(breaches)) {
    const { rows } = await pool.query(text, [workspaceId]);
    if (rows.length > 0) broken.push(`Not so: ${rule}.\n${rows.map((row) => JSON.stringify(row)).join('\n')}`);
  }
  if (broken.length > 0) throw new Error(broken.join('\n'));
}
