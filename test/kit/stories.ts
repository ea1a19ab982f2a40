import fc from 'fast-check';
import { formatInstant } from '../../src/core/time/instant.ts';
import type { TestApi } from './api.ts';
import { flat, usage } from './charges.ts';
import { type Crediting, drawing, planGrant } from './crediting.ts';

// Of one currency, so that a subscription can be moved from any to any.
const products = ['priced', 'drawn', 'both'];
const nth = fc.nat(20);

export type Step =
  | { do: 'record'; name: string; size: string; hoursAgo: number; count: number; names: number | null }
  | { do: 'void' | 'cancel'; nth: number }
  | { do: 'change'; nth: number; product: string }
  | { do: 'subscribe'; product: string; daysAgo: number }
  | { do: 'grant'; amount: string }
  | { do: 'advance'; hours: number };

const product = fc.constantFrom(...products);
const anyProduct = fc.constantFrom(...products, 'euro');
const record: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('record' as const),
  name: fc.constantFrom('use', 'use', 'use', 'other'),
  size: fc.constantFrom('1', '7', '0.5', '40', 'none'),
  hoursAgo: fc.oneof(fc.constant(0), fc.nat(1_600)),
  count: fc.integer({ min: 1, max: 3 }),
  names: fc.option(nth, { nil: null }),
});
/** What happens to a customer of a shop, in random order. */
export const stories: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: record },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('void'), nth }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel'), nth }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('change'), nth, product }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('subscribe'), product: anyProduct, daysAgo: fc.nat(40) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('grant'), amount: fc.constantFrom('3', '50') }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('advance'), hours: fc.integer({ min: 1, max: 900 }) }) },
  ),
  { minLength: 20, maxLength: 40 },
);

/**
 * Lets it happen to `acme`, who has two subscriptions at first, one that pays money and one that draws credits. Gives the ids
 * of all it has in the end.
 */
export async function play(api: TestApi, world: Crediting, story: readonly Step[]): Promise<string[]> {
  await world.meter('calls', { eventName: 'use' });
  await world.meter('size', { eventName: 'use', aggregation: 'SUM', valueProperty: 'size' });
  await world.meter('peak', { eventName: 'use', aggregation: 'MAX', valueProperty: 'size' });
  await world.product('priced', [usage('calls', '0.1'), usage('size', '1')]);
  const grants = [planGrant('9')];
  await world.product('drawn', [drawing('calls'), drawing('peak')], undefined, 'USD', grants);
  await world.product('both', [usage('peak', '2'), drawing('size'), usage('calls', '1')], undefined, 'USD', grants);
  await world.product('euro', [flat('9'), usage('calls', '1')], undefined, 'EUR');
  const subscriptions = [
    await world.subscribe('priced', { startAt: '2026-02-10T00:00Z' }),
    await world.subscribe('drawn'),
  ];
  await world.grant('20');
  const ended = new Set<string>();
  const inEuro = new Set<string>();
  const events: string[] = [];
  const now = () => api.deps.clocks.now(world.workspaceId);
  const before = async (hours: number) => formatInstant((await now()) - BigInt(hours) * 3_600_000_000n);
  const going = (nth: number) => subscriptions.filter((id) => !ended.has(id))[nth % 3];
  for (const step of story) {
    if (step.do === 'record') {
      const named = step.names === null ? undefined : subscriptions[step.names % subscriptions.length];
      const properties = { size: step.size };
      const more = named === undefined ? {} : { subscription: named };
      const sent = { at: await before(step.hoursAgo), properties, count: step.count, ...more };
      events.push(...(await world.record(step.name, sent)));
    } else if (step.do === 'void') {
      const id = events[step.nth % Math.max(events.length, 1)];
      if (id !== undefined) await world.voidEvents([id]);
    } else if (step.do === 'grant') await world.grant(step.amount);
    else if (step.do === 'advance')
      await world.advance(formatInstant((await now()) + BigInt(step.hours) * 3_600_000_000n));
    else if (step.do === 'subscribe') {
      const id = await world.subscribe(step.product, { startAt: await before(step.daysAgo * 24) });
      subscriptions.push(id);
      if (step.product === 'euro') inEuro.add(id);
    } else {
      const id = going(step.nth);
      if (id === undefined) continue;
      if (step.do === 'change' && !inEuro.has(id)) await world.change(id, { product: step.product });
      else if (step.do === 'cancel') {
        await world.cancel(id);
        ended.add(id);
      }
    }
  }
  return subscriptions;
}
