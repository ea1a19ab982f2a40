import type { PoolClient, QueryResult, QueryResultRow } from 'pg';

/**
 * One hand-written SQL statement. PostgreSQL parses and plans it once per connection, under its name.
 *
 * `values` turns the parameters into what the driver sends; arrays go as one parameter each, so that a statement has the
 * same text for one row and for ten thousand.
 */
export type Statement<Parameters, Row extends QueryResultRow> = {
  readonly name: string;
  readonly text: string;
  readonly values: (parameters: Parameters) => unknown[];
  readonly row?: Row;
};

/** Anything that runs SQL: the pool, for one statement on its own, or a client inside a transaction. */
export type Queryable = Pick<PoolClient, 'query'>;

/** Runs a prepared statement and gives its rows. */
export async function run<Parameters, Row extends QueryResultRow>(
  on: Queryable,
  statement: Statement<Parameters, Row>,
  parameters: Parameters,
): Promise<QueryResult<Row>> {
  return await on.query<Row>({
    name: statement.name,
    text: statement.text,
    values: statement.values(parameters),
  });
}
