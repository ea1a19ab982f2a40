import type { Statement } from './statement.ts';

export type NewCustomers = {
  readonly workspaceId: string;
  readonly createdAt: string;
  readonly ids: readonly string[];
  readonly externalIds: readonly string[];
};

/**
 * Makes the customers that do not exist. Somebody else may be making the same one: this waits for them and leaves theirs,
 * so the ids have to be read afterwards. Sorted by external id, or two writers would wait for each other.
 */
export const makeCustomers: Statement<NewCustomers, never> = {
  name: 'make_customers',
  text: `
    INSERT INTO customer (id, workspace_id, external_id, created_at)
    SELECT id, $1::uuid, external_id, $2::timestamptz FROM unnest($3::uuid[], $4::text[]) AS c (id, external_id)
    ON CONFLICT (workspace_id, external_id) DO NOTHING`,
  values: (p) => [p.workspaceId, p.createdAt, p.ids, p.externalIds],
};
