import { expect, test } from 'vitest';
import { Decimal } from '../../../src/core/decimal.ts';
import { labelIssues, type MeterDefinition, type MeterLabels, meterIssues } from '../../../src/core/meters/meter.ts';

const meter = (given: Partial<MeterDefinition & MeterLabels> = {}): MeterDefinition & MeterLabels => ({
  key: 'tokens',
  name: 'Tokens',
  eventName: 'llm.request',
  aggregation: 'SUM',
  valueProperty: 'tokens',
  filter: null,
  groupBy: [],
  unitSize: null,
  ...given,
});
const paths = (given: Partial<MeterDefinition & MeterLabels>) =>
  meterIssues(meter(given)).map(({ path }) => path.join('.'));

test.each<Partial<MeterDefinition & MeterLabels>>([
  {},
  { key: 'a' },
  { key: 'Tokens_2.in-out' },
  { key: 'k'.repeat(64) },
  { key: undefined, name: null, description: null, unit: null },
  { description: 'Two\nlines' },
  { aggregation: 'COUNT', valueProperty: null },
  { aggregation: 'UNIQUE_COUNT' },
  { groupBy: ['a', 'b.c', 'd', 'e', 'f'] },
  { unitSize: new Decimal('0.000000001') },
  { filter: { where: { property: 'a', operator: 'EXISTS' } } },
])('%j may be created', (given) => {
  expect(paths(given)).toEqual([]);
});

test.each<[string, Partial<MeterDefinition & MeterLabels>]>([
  ['key', { key: '' }],
  ['key', { key: 'k'.repeat(65) }],
  ['key', { key: 'a b' }],
  ['key', { key: 'è' }],
  ['key', { key: 'a\n' }],
  ['name', { name: '' }],
  ['unit', { unit: 'x'.repeat(256) }],
  ['description', { description: 'a\u0000' }],
  ['description', { description: 'x'.repeat(2001) }],
  ['eventName', { eventName: '' }],
  ['eventName', { eventName: 'a\u0007' }],
  ['valueProperty', { aggregation: 'COUNT', valueProperty: 'tokens' }],
  ['valueProperty', { aggregation: 'SUM', valueProperty: null }],
  ['valueProperty', { aggregation: 'LAST', valueProperty: null }],
  ['valueProperty', { valueProperty: '' }],
  ['groupBy', { groupBy: ['a', 'b', 'c', 'd', 'e', 'f'] }],
  ['groupBy.1', { groupBy: ['a', 'a'] }],
  ['groupBy.0', { groupBy: [''] }],
  ['unitSize', { unitSize: new Decimal(0) }],
  ['unitSize', { unitSize: new Decimal(-1) }],
  ['filter.where.value', { filter: { where: { property: 'a', operator: 'EQUALS' } } }],
])('%s is at fault in %j', (path, given) => {
  expect(paths(given)).toEqual([path]);
});

test('all faults are told at once', () => {
  expect(paths({ key: '', eventName: '', valueProperty: null, unitSize: new Decimal(0) })).toEqual([
    'key',
    'eventName',
    'valueProperty',
    'unitSize',
  ]);
});

test('labels are checked alone when a meter is edited', () => {
  expect(labelIssues({})).toEqual([]);
  expect(labelIssues({ name: '', unit: '' }).map(({ path }) => path)).toEqual([['name'], ['unit']]);
});
