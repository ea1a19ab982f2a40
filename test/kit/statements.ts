import type pg from 'pg';

export type Statements = {
  /** What was sent since `forget`, by name or text, in order; the words of transactions are not counted. */
  seen(): string[];
  forget(): void;
};

/** Listens to every connection of a pool, whoever uses it: hand-written SQL and Prisma alike. */
export function watchStatements(pool: pg.Pool): Statements {
  let seen: string[] = [];
  const watched = new WeakSet<object>();
  const watch = (client: pg.PoolClient) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const [first] = args as [string | { name?: string; text?: string }];
      const text = typeof first === 'string' ? first : (first.name ?? first.text ?? '');
      if (!/^(BEGIN|COMMIT|ROLLBACK)/.test(text)) seen.push(text);
      return query(...args);
    }) as typeof client.query;
  };
  pool.on('acquire', watch);
  return {
    seen: () => seen,
    forget() {
      seen = [];
    },
  };
}
