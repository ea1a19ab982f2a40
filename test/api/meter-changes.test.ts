import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  await api.ask(`mutation {
    createCustomer(input: { externalId: "c0" }) { __typename }
    recordEvent(input: { id: "1", name: "call", customer: "c0", timestamp: "2026-02-02T00:00:00Z" }) { __typename }
  }`);
});
afterAll(() => api.close());

type Meter = { id: string; key: string; status: string; usage: { value: string | null } };
type Result = { __typename: string; meter: Meter; issues?: { path: string[]; message: string }[] };

const fields = `id key name description eventName aggregation valueProperty filter groupBy unit unitSize status
  build { eventsRead eventsTotal progress startedAt finishedAt } createdAt archivedAt usage(to: "2026-02-03T00:00:00Z") { value eventCount }`;

async function change(field: string, input: Record<string, unknown>): Promise<Result> {
  const Type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const invalid = /^(create|update)/.test(field) ? '... on InvalidInput { issues { path message } }' : '';
  const taken = field === 'createMeter' ? '... on MeterKeyTaken { meter { id key } }' : '';
  const { result } = await api.ask<{ result: Result }>(
    `mutation ($input: ${Type}Input!) { result: ${field}(input: $input) {
      __typename ... on ${Type}Payload { meter { ${fields} } } ${invalid} ${taken} } }`,
    { input },
  );
  return result;
}

test('a key is taken once; the answer says by which meter', async () => {
  const { meter } = await change('createMeter', { key: 'taken', eventName: 'call', aggregation: 'COUNT' });
  const again = await change('createMeter', { key: 'taken', eventName: 'other', aggregation: 'COUNT' });
  expect(again).toEqual({ __typename: 'MeterKeyTaken', meter: { id: meter.id, key: 'taken' } });
  await change('archiveMeter', { id: meter.id });
  expect((await change('createMeter', { key: 'taken', eventName: 'call', aggregation: 'COUNT' })).__typename).toBe(
    'MeterKeyTaken',
  );
});

test('an edit changes what people call a meter and nothing else', async () => {
  const { meter } = await change('createMeter', {
    key: 'edited',
    eventName: 'call',
    aggregation: 'COUNT',
    description: 'Calls.',
    unit: 'call',
  });
  const edited = await change('updateMeter', { id: meter.id, name: 'All calls', unit: null });
  expect(edited.meter).toEqual({ ...meter, name: 'All calls', unit: null });
  expect((await change('updateMeter', { id: meter.id, name: null })).meter).toEqual(edited.meter);
  expect(await change('updateMeter', { id: meter.id, name: '', description: 'a\u0000' })).toMatchObject({
    __typename: 'InvalidInput',
    issues: [{ path: ['name'] }, { path: ['description'] }],
  });
  const { errors } = await api.execute(
    'mutation ($id: ID!) { updateMeter(input: { id: $id, aggregation: SUM }) { __typename } }',
    { id: meter.id },
  );
  expect(errors[0]?.message).toContain('Field "aggregation" is not defined by type "UpdateMeterInput"');
});

test('an archived meter keeps its numbers, takes nothing new, is listed apart, and counts everything when it is back', async () => {
  const { meter } = await change('createMeter', { key: 'paused', eventName: 'ping', aggregation: 'COUNT' });
  const ping = async (id: string) =>
    await api.ask(
      `mutation { recordEvent(input: { id: "${id}", name: "ping", customer: "c0", timestamp: "2026-02-02T00:00:00Z" }) { ... on RecordEventPayload { warnings { code } } } }`,
    );
  await ping('p1');
  const archived = (await change('archiveMeter', { id: meter.id })).meter;
  expect(archived).toMatchObject({ status: 'ARCHIVED', archivedAt: '2026-03-01T12:00:00Z', usage: { value: '1' } });
  expect(await ping('p2')).toEqual({ recordEvent: { warnings: [{ code: 'NO_METER' }] } });
  expect((await change('archiveMeter', { id: meter.id })).meter).toEqual(archived);
  const keys = async (args: string) =>
    (await api.ask<{ meters: { nodes: Meter[] } }>(`{ meters(${args}) { nodes { key } } }`)).meters.nodes.map(
      ({ key }) => key,
    );
  expect(await keys('archived: true')).toContain('paused');
  expect(await keys('first: 200')).not.toContain('paused');

  await change('unarchiveMeter', { id: meter.id });
  await api.built();
  expect((await change('unarchiveMeter', { id: meter.id })).meter).toMatchObject({
    status: 'ACTIVE',
    archivedAt: null,
    usage: { value: '2' },
  });
});
