import type { Queryable } from '../sql/statement.ts';

const pageSize = 1_000;

/** The ids of all customers of a workspace, archived ones too, some at a time. */
export async function* walkCustomers(on: Queryable, workspaceId: string): AsyncGenerator<string> {
  let after: string | null = null;
  for (;;) {
    const { rows }: { rows: { id: string }[] } = await on.query<{ id: string }>({
      name: 'walk_customers',
      text: 'SELECT id FROM customer WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3',
      values: [workspaceId, after, pageSize],
    });
    for (const { id } of rows) yield id;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < pageSize) return;
  }
}
