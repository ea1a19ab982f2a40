export const scopes = ['INGEST', 'READ', 'ADMIN'] as const;

export type ScopeName = (typeof scopes)[number];

export const scopeLabels: Record<ScopeName, string> = {
  INGEST: 'record events',
  READ: 'read',
  ADMIN: 'do everything',
};
