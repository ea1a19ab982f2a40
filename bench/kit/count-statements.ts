import type pg from 'pg';

/** Counts what is sent over the connections of a pool, the words of transactions left out. */
export function countStatements(pool: pg.Pool): { count(): number; restart(): void } {
  let sent = 0;
  const watched = new WeakSet<object>();
  pool.on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      if (!/^(BEGIN|COMMIT|ROLLBACK)/.test(String(args[0]))) sent += 1;
      return query(...args);
    }) as typeof client.query;
  });
  return {
    count: () => sent,
    restart() {
      sent = 0;
    },
  };
}
