import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';
import { watchStatements } from '../kit/statements.ts';

type Outcome = { meter: { key: string }; counted: boolean; value: string | null; reason: string | null };

let api: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  const second = meteringOn(api, { key: (await api.secondWorkspace()).adminKey });
  await second.meter({ key: 'theirs', aggregation: 'COUNT' });
  await misura.meter({ key: 'calls', aggregation: 'COUNT' });
  await misura.meter({ key: 'gigabytes', aggregation: 'SUM', valueProperty: 'bytes', unitSize: '1000000000' });
  await misura.meter({
    key: 'large',
    aggregation: 'MAX',
    valueProperty: 'bytes',
    filter: { where: { property: 'size', operator: 'EQUALS', value: 'L' } },
  });
  await misura.meter({ key: 'models', aggregation: 'UNIQUE_COUNT', valueProperty: 'model' });
  await misura.meter({ key: 'old', aggregation: 'COUNT' });
  await misura.changeMeter('archiveMeter', 'old');
  await misura.meter({ key: 'others', aggregation: 'COUNT', eventName: 'other' });
});
afterAll(() => api.close());

const document = `query ($id: String!) { event(customer: "acme", eventId: $id) {
  meterOutcomes { meter { key } counted value reason } } }`;

/** `calls=1 …`, with what was not counted as its reason. */
async function outcomesOf(id: string): Promise<string> {
  const { event } = await api.ask<{ event: { meterOutcomes: Outcome[] } }>(document, { id });
  return event.meterOutcomes
    .map(({ meter, counted, value, reason }) => {
      expect(counted).toBe(reason === null);
      return `${meter.key}=${counted ? value : reason}`;
    })
    .join(' ');
}

test('each meter of its name says what an event brought, in the values it is given, or why nothing', async () => {
  await misura.record([
    { id: 'whole', properties: { bytes: '1500000000.000000000000001', size: 'L', model: 'm1' } },
    { id: 'small', properties: { bytes: 5, size: 'S' } },
    { id: 'wrong', properties: { bytes: 'many', size: 'L', model: ['m1'] } },
    { id: 'none', name: 'other' },
    { id: 'nobody', name: 'unknown' },
  ]);
  expect(await outcomesOf('whole')).toBe(
    'calls=1 gigabytes=1500000000.000000000000001 large=1500000000.000000000000001 models=null',
  );
  expect(await outcomesOf('small')).toBe('calls=1 gigabytes=5 large=FILTERED_OUT models=VALUE_MISSING');
  expect(await outcomesOf('wrong')).toBe(
    'calls=1 gigabytes=VALUE_NOT_NUMERIC large=VALUE_NOT_NUMERIC models=VALUE_NOT_NUMERIC',
  );
  expect([await outcomesOf('none'), await outcomesOf('nobody')]).toEqual(['others=1', '']);
  await misura.voidEvents(['whole']);
  expect(await outcomesOf('whole')).toBe('calls=VOIDED gigabytes=VOIDED large=VOIDED models=VOIDED');
});

test('what all events of a customer brought adds up to the usage', async () => {
  const customer = 'adding';
  await misura.record(
    Array.from({ length: 9 }, (_, i) => ({ customer, properties: i % 3 ? { bytes: `${i}.1` } : {} })),
  );
  const { customer: found } = await api.ask<{ customer: { events: { nodes: { meterOutcomes: Outcome[] }[] } } }>(
    `{ customer(externalId: "adding") { events { nodes { meterOutcomes { meter { key } counted value reason } } } } }`,
  );
  const of = (key: string) =>
    found.events.nodes.flatMap(({ meterOutcomes }) =>
      meterOutcomes.filter(({ meter, counted }) => counted && meter.key === key).map(({ value }) => Number(value)),
    );
  expect(await misura.value('calls', { customer })).toBe(`${of('calls').length}`);
  expect(Number(await misura.value('gigabytes', { customer })) * 1e9).toBeCloseTo(
    of('gigabytes').reduce((a, b) => a + b),
  );
});

test('which meters there are is nothing for a customer token, nor for a key that only records', async () => {
  const { createCustomerToken } = await api.ask<{ createCustomerToken: { token: string } }>(
    'mutation { createCustomerToken(input: { customer: "acme" }) { ... on CreateCustomerTokenPayload { token } } }',
  );
  const codes = async (asked: ReturnType<typeof api.execute>) =>
    (await asked).errors.map(({ extensions }) => extensions?.code);
  expect(await codes(api.execute(document, { id: 'small' }, createCustomerToken))).toEqual(['FORBIDDEN']);
  const recording = `mutation { recordEvent(input: { id: "x", name: "call", customer: "acme" }) {
    ... on RecordEventPayload { event { meterOutcomes { counted } } } } }`;
  expect(await codes(api.execute(recording, {}, { key: await api.keyWith('INGEST') }))).toEqual(['FORBIDDEN']);
});

test('a page of events takes one statement more for them', async () => {
  await misura.record(Array.from({ length: 60 }, (_, i) => ({ name: i % 2 ? 'call' : 'other' })));
  const statements = watchStatements(api.database.pool);
  const seen = async (fields: string) => {
    statements.forget();
    await api.ask(`{ events(first: 60) { nodes { ${fields} } } }`);
    return statements.seen().filter((name) => name !== 'find_live_key').length;
  };
  expect(await seen('meterOutcomes { meter { key } value }')).toBe((await seen('id')) + 1);
});
