import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;

// Ten events of 1 to 10, of two customers and two models, all on the first of February.
beforeAll(async () => {
  api = await createTestApi();
  const events = Array.from({ length: 10 }, (_, i) => ({
    id: `e${i}`,
    name: 'call',
    customer: `c${i % 2}`,
    timestamp: `2026-02-01T0${i}:00:00Z`,
    properties: { n: i + 1, deep: { model: i < 4 ? 'small' : 'large' } },
  }));
  await api.ask('mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }', {
    input: { events, createCustomers: true },
  });
});
afterAll(() => api.close());

type Meter = { id: string; key: string; status: string; usage: { value: string | null } };
type Result = { __typename: string; meter: Meter; issues?: { path: string[]; message: string }[] };

const usage =
  '{ value eventCount groups(by: ["deep.model"]) { properties value eventCount } windows(size: DAY) { from to value eventCount } }';
const fields = `id key name description eventName aggregation valueProperty filter groupBy unit unitSize status
  build { eventsRead eventsTotal progress startedAt finishedAt } createdAt archivedAt usage(to: "2026-02-03T00:00:00Z") ${usage}`;

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

const filter = { all: [{ where: { property: 'n', operator: 'GREATER_THAN', value: 2 } }] };

test.each([
  ['COUNT', '8', undefined],
  ['SUM', '52', 'n'],
  ['MAX', '10', 'n'],
  ['MIN', '3', 'n'],
  ['LAST', '10', 'n'],
  ['AVERAGE', '6.5', 'n'],
  ['UNIQUE_COUNT', '8', 'n'],
])(
  'a %s meter counts what is stored already, and its preview says the same',
  async (aggregation, value, valueProperty) => {
    const definition = { eventName: 'call', aggregation, valueProperty, filter, groupBy: ['deep.model'] };
    const { meter } = await change('createMeter', { ...definition, key: aggregation, unit: 'things' });
    expect(meter).toMatchObject({
      key: aggregation,
      name: aggregation,
      description: null,
      valueProperty: valueProperty ?? null,
      filter,
      status: 'ACTIVE',
      build: { progress: '1', finishedAt: '2026-03-01T12:00:00Z' },
      usage: { value, eventCount: '8' },
    });
    const { previewMeter } = await api.ask<{ previewMeter: Record<string, unknown> }>(
      `query ($input: PreviewMeterInput!) { previewMeter(input: $input) { ... on MeterPreview ${usage} } }`,
      { input: { ...definition, to: '2026-02-03T00:00:00Z' } },
    );
    expect(previewMeter).toEqual(meter.usage);
  },
);

test('a preview is of one customer or of all, in a period, with its warnings, and leaves nothing behind', async () => {
  const input = {
    eventName: 'call',
    aggregation: 'SUM',
    valueProperty: 'deep.tokens',
    customer: 'c1',
    from: '2026-02-01T03:00:00Z',
  };
  const preview = async (more: object) =>
    await api.ask(
      'query ($input: PreviewMeterInput!) { previewMeter(input: $input) { ... on MeterPreview { from to value eventCount eventsRead warnings { code eventCount } } } }',
      { input: { ...input, ...more } },
    );
  expect(await preview({})).toEqual({
    previewMeter: {
      from: '2026-02-01T03:00:00Z',
      to: '2026-03-01T12:00:00Z',
      value: '0',
      eventCount: '0',
      eventsRead: '4',
      warnings: [{ code: 'VALUE_MISSING', eventCount: '4' }],
    },
  });
  expect(await preview({ valueProperty: 'n', unitSize: '3' })).toMatchObject({
    previewMeter: { value: '9.333333333333', warnings: [] },
  });
  const { meters } = await api.ask<{ meters: { nodes: Meter[] } }>('{ meters { nodes { key } } }');
  expect(meters.nodes).toHaveLength(7);
});

test('everything wrong with a new meter is said at once, and of a preview too', async () => {
  const wrong = {
    eventName: '',
    aggregation: 'COUNT',
    valueProperty: 'n',
    filter: { any: [{ where: { property: 'p', operator: 'IN', value: 5 } }, { all: [] }] },
    groupBy: ['a', 'a'],
    unitSize: 0,
  };
  const { issues } = await change('createMeter', {
    ...wrong,
    key: 'no spaces',
    name: 'x'.repeat(256),
    description: 'x'.repeat(2001),
    unit: '\n',
  });
  const definition = [
    ['eventName'],
    ['valueProperty'],
    ['filter', 'any', '0', 'where', 'value'],
    ['filter', 'any', '1', 'all'],
    ['groupBy', '1'],
    ['unitSize'],
  ];
  expect(issues?.map(({ path }) => path)).toEqual([['key'], ['name'], ['unit'], ['description'], ...definition]);
  const { previewMeter } = await api.ask<{ previewMeter: Result }>(
    'query ($input: PreviewMeterInput!) { previewMeter(input: $input) { ... on InvalidInput { issues { path message } } } }',
    { input: wrong },
  );
  expect(previewMeter.issues?.map(({ path }) => path)).toEqual(definition);
});
