import pg from 'pg';

/**
 * Sends statements without their names. A prepared statement stays with a connection, and a pooler that lends connections
 * by the transaction gives another one the next time.
 */
export class UnnamedClient extends pg.Client {
  // The driver's overloads all begin with a text or a configuration; what follows is passed on as it is.
  override query = ((first: unknown, ...rest: unknown[]) => {
    const send = pg.Client.prototype.query as (...parameters: unknown[]) => unknown;
    return send.call(this, unnamed(first), ...rest);
  }) as pg.Client['query'];
}

function unnamed(first: unknown): unknown {
  if (typeof first !== 'object' || first === null || !('name' in first) || !('text' in first)) return first;
  // Not a query that brings its own way of being sent, as a cursor or COPY does.
  if ('submit' in first) return first;
  const { name: _, ...rest } = first;
  return rest;
}
