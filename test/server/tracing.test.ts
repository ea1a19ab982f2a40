import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { serveCli } from '../kit/cli.ts';
import { createTestDatabase } from '../kit/database.ts';

const key = 'a-key-of-this-test';
type Attribute = { key: string; value: { stringValue?: string; intValue?: number | string } };
type Sent = { resourceSpans: { scopeSpans: { spans: { name: string; attributes: Attribute[] }[] }[] }[] };

test('each request and each flush is a span, sent before the server has stopped, without its key', async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += data));
    request.on('end', () => {
      bodies.push(`${request.url} ${body}`);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { url: databaseUrl, drop } = await createTestDatabase();
  const cli = await serveCli({
    DATABASE_URL: databaseUrl,
    MISURA_BOOTSTRAP_KEY: key,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`,
  });
  const { origin } = new URL(cli.url);
  const query = `mutation { recordEvents(input: { createCustomers: true, events: [{ id: "a", name: "call", customer: "acme" }] }) {
    __typename
  } }`;
  const answer = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'x-request-id': 'mine-1' },
    body: JSON.stringify({ query }),
  });
  expect(answer.status).toBe(200);
  cli.child.kill('SIGTERM');
  await cli.ended;
  collector.close();
  await drop();

  const sent = bodies
    .filter((body) => body.startsWith('/v1/traces '))
    .map((body) => JSON.parse(body.slice(11)) as Sent);
  const spans = sent
    .flatMap(({ resourceSpans }) => resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope) => scope.spans)
    .map(({ name, attributes }) => ({
      name,
      ...Object.fromEntries(attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue)])),
    }));
  expect(spans).toContainEqual({
    name: 'POST /graphql',
    'misura.request_id': 'mine-1',
    'http.response.status_code': '200',
  });
  expect(spans).toContainEqual({
    name: 'flush',
    'misura.workspace': expect.any(String),
    'misura.requests': '1',
    'misura.recorded': '1',
  });
  expect(bodies.join().includes(key)).toBe(false);
});
