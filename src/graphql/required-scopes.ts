/** What a field may require; several scopes mean any of them, and ADMIN stands for all. Every root field has one. */
export const ingest = { ingest: true };
export const read = { read: true };
export const administer = { admin: true };

/** Also for a customer's own token; the resolver then shows its own customer and nobody else. */
export const readOwn = { read: true, customer: true };
