import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageDeltas } from '../../../src/core/meters/deltas.ts';
import { compileMeter } from '../../../src/core/meters/measure.ts';
import type { Aggregation } from '../../../src/core/meters/meter.ts';
import { eventOutcome } from '../../../src/core/meters/outcome.ts';

const aggregations: Aggregation[] = ['COUNT', 'SUM', 'MAX', 'MIN', 'LAST', 'AVERAGE', 'UNIQUE_COUNT'];

const compiled = (aggregation: Aggregation, filtered: boolean) => {
  const filter = filtered ? ({ where: { property: 'keep', operator: 'EQUALS', value: true } } as const) : null;
  const definition = {
    eventName: 'call',
    aggregation,
    valueProperty: aggregation === 'COUNT' ? null : 'v',
    filter,
    groupBy: [],
    unitSize: null,
  };
  return { buildId: 1, key: 'm', ...definition, measure: compileMeter(definition) };
};

const properties = fc.record(
  {
    v: fc.oneof(fc.integer(), fc.constantFrom('1.5', 'abc', '', true, null, [1], { n: 1 })),
    keep: fc.boolean(),
  },
  { requiredKeys: [] },
);

test('is counted what recording counts, with the same value, and not counted for the reason it warns of', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...aggregations),
      fc.boolean(),
      properties,
      fc.constantFrom('call', 'other'),
      (aggregation, filtered, props, name) => {
        const meter = compiled(aggregation, filtered);
        const event = { customerId: 'c', eventId: 'e', name, occurredAt: 0n, properties: props, subscriptionId: null };
        const { rollups, warnings } = usageDeltas([meter], [event]);
        const outcome = eventOutcome(meter, { ...event, voidedAt: null });
        if (name === 'other') {
          expect(outcome).toBeNull();
          return;
        }
        expect(outcome?.reason === null).toBe(rollups.length > 0);
        const [warning] = warnings;
        if (warning !== undefined) {
          expect(outcome?.reason).toBe(warning.code === 'NO_METER' ? 'FILTERED_OUT' : warning.code);
        }
        const [rollup] = rollups;
        const brought = rollup?.sum ?? rollup?.max ?? rollup?.min ?? rollup?.last?.value ?? null;
        if (aggregation === 'COUNT') expect(outcome?.value?.toFixed()).toBe(rollup && '1');
        else expect(outcome?.value?.toFixed()).toBe(brought?.toFixed());
        expect(eventOutcome(meter, { ...event, voidedAt: 1n })).toEqual({ value: null, reason: 'VOIDED' });
      },
    ),
  );
});
