import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const compiler = fileURLToPath(new URL('../../node_modules/.bin/relay-compiler', import.meta.url));
const contract = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

// What Relay asks more of a schema than others do: Node for refetching, connections for pages, ids on everything.
const application = `
import { graphql } from 'relay-runtime';

graphql\`
  query appQuery($id: ID!, $count: Int!, $cursor: String) {
    node(id: $id) { __typename id ...app_customer @alias @arguments(count: $count, cursor: $cursor) }
    ...app_customers
  }
\`;

graphql\`
  fragment app_customers on Query
  @refetchable(queryName: "appCustomersQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    customers(first: $count, after: $cursor) @connection(key: "app_customers") { edges { node { id externalId } } }
    meters(first: 5) { nodes { id key } pageInfo { hasNextPage endCursor } }
  }
\`;

graphql\`
  fragment app_customer on Customer
  @refetchable(queryName: "appCustomerQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    usage(meter: "tokens") { value windows(size: DAY) { from value } meter { id key } }
    events(first: $count, after: $cursor) @connection(key: "app_events") { edges { node { id eventId properties } } }
  }
\`;

graphql\`
  mutation appMutation($input: CreateMeterInput!) {
    createMeter(input: $input) {
      __typename
      ... on CreateMeterPayload { meter { id status } }
      ... on Error { message }
      ... on MeterKeyTaken { meter { id } }
    }
  }
\`;

graphql\`
  subscription appSubscription($customer: String!) {
    usageUpdated(customer: $customer, meter: "tokens") { value customer { id } }
  }
\`;
`;

/** What the compiler makes of the application with this schema; rejects with what it says if it refuses. */
async function compiled(schema: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'misura-relay-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'src'));
  await mkdir(join(folder, 'artifacts'));
  await writeFile(join(folder, 'src/app.js'), application);
  await writeFile(join(folder, 'schema.graphql'), schema);
  const config = { src: './src', schema: './schema.graphql', language: 'javascript', artifactDirectory: './artifacts' };
  await writeFile(join(folder, 'relay.config.json'), JSON.stringify(config));
  await promisify(execFile)(compiler, ['relay.config.json'], { cwd: folder });
  return (await readdir(join(folder, 'artifacts'))).sort();
}

test('the Relay compiler accepts the schema, with refetchable fragments, connections, mutations and live fields', async () => {
  expect(await compiled(await readFile(contract, 'utf8'))).toEqual([
    'appCustomerQuery.graphql.js',
    'appCustomersQuery.graphql.js',
    'appMutation.graphql.js',
    'appQuery.graphql.js',
    'appSubscription.graphql.js',
    'app_customer.graphql.js',
    'app_customers.graphql.js',
  ]);
});

test.each([
  ['customers that are no nodes', /type Customer implements Node/, 'type Customer'],
  ['pages without their end', /endCursor: String\n/, ''],
])('the Relay compiler would refuse %s', async (_name, pattern, replacement) => {
  const schema = await readFile(contract, 'utf8');
  const broken = schema.replace(pattern, replacement);
  expect(broken).not.toBe(schema);
  await expect(compiled(broken)).rejects.toThrow();
});
