import { expect, test } from 'vitest';
import { type LatelyEvent, namesLately, uncountedEvents } from '../../dashboard/src/format/lately.ts';

const meter = { key: 'tokens', name: 'Tokens', valueProperty: 'tokens' };
const event = (name: string, reasons: readonly (string | null)[], voidedAt: string | null = null): LatelyEvent => ({
  eventId: name,
  name,
  customer: { externalId: 'ada' },
  properties: { tokens: 1, usage: { deep: true, list: [1] } },
  voidedAt,
  meterOutcomes: reasons.map((reason) => ({ counted: reason === null, reason, meter })),
});

test('events that no meter counts, or one could not, are found, the most frequent kind first', () => {
  const events = [
    event('api.call', []),
    event('llm', ['VALUE_MISSING']),
    event('llm', ['VALUE_MISSING', null]),
    event('llm', ['FILTERED_OUT']),
    event('llm', [null]),
    event('gone', ['VOIDED'], '2023-11-16T18:17:03Z'),
  ];
  const found = uncountedEvents(events).map((kind) => `${kind.count} ${kind.name} ${kind.meter?.key} ${kind.reason}`);
  expect(found).toEqual(['2 llm tokens VALUE_MISSING', '1 api.call undefined NO_METER']);
});

test('names come with how many there were and the paths of their properties', () => {
  expect(namesLately([event('a', []), event('b', []), event('b', [])])).toEqual([
    { name: 'b', count: 2, properties: ['tokens', 'usage.deep', 'usage.list'] },
    { name: 'a', count: 1, properties: ['tokens', 'usage.deep', 'usage.list'] },
  ]);
});
