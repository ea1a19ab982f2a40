import type { Statement } from './statement.ts';

export type CustomerNames = { readonly workspaceId: string; readonly externalIds: readonly string[] };
export type CustomerIdentity = { id: string; external_id: string; archived: boolean };

/** The ids of a workspace's customers by their external ids. */
export const findCustomers: Statement<CustomerNames, CustomerIdentity> = {
  name: 'find_customers',
  text: `
    SELECT id, external_id, archived_at IS NOT NULL AS archived
    FROM customer WHERE workspace_id = $1 AND external_id = ANY ($2::text[])`,
  values: (p) => [p.workspaceId, p.externalIds],
};
