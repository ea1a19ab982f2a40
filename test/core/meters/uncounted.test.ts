import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageDeltas } from '../../../src/core/meters/deltas.ts';
import { compileMeter } from '../../../src/core/meters/measure.ts';
import type { MeterDefinition } from '../../../src/core/meters/meter.ts';
import { uncounted } from '../../../src/core/meters/uncounted.ts';

const names = fc.constantFrom('call', 'upload', 'else');
const meter = fc.record<MeterDefinition>({
  eventName: names,
  aggregation: fc.constantFrom('SUM', 'MAX', 'UNIQUE_COUNT'),
  valueProperty: fc.constantFrom('a', 'b'),
  filter: fc.constantFrom(null, { where: { property: 'size', operator: 'EQUALS', value: 'L' } }),
  groupBy: fc.constant([]),
  unitSize: fc.constant(null),
});
const event = fc.record({
  name: names,
  properties: fc.dictionary(fc.constantFrom('a', 'b', 'size'), fc.constantFrom(1, '2.5', 'many', 'L', null)),
});

test('it is what recording the events would warn of, counted', () => {
  fc.assert(
    fc.property(fc.array(meter, { maxLength: 4 }), fc.array(event, { maxLength: 30 }), (definitions, events) => {
      const meters = definitions.map((definition, i) => ({
        ...definition,
        ...{ key: `m${i}`, buildId: i, measure: compileMeter(definition) },
      }));
      const stored = events.map((one, i) => ({
        ...one,
        ...{ customerId: 'c', eventId: `${i}`, occurredAt: 0n, subscriptionId: null },
      }));
      const counts = new Map<string, { count: number; sample: number }>();
      for (const { code, event: sample, meter: key } of usageDeltas(meters, stored).warnings) {
        const of = `${stored[sample]?.name} ${code} ${key}`;
        counts.set(of, { sample, ...counts.get(of), count: (counts.get(of)?.count ?? 0) + 1 });
      }
      const found = uncounted(meters, stored);
      expect(
        new Map(
          found.map(({ name, code, meter: one, count, sample }) => [
            `${name} ${code} ${one?.key ?? null}`,
            { count, sample: Number(sample.eventId) },
          ]),
        ),
      ).toEqual(counts);
      expect(found.map(({ count }) => count)).toEqual(found.map(({ count }) => count).sort((a, b) => b - a));
    }),
  );
});
