import type { NewEvent } from '@misura/client';
import { type DemoCustomer, demoCustomers } from './world.ts';

const models = ['small', 'small', 'small', 'large'];
const sizes = ['standard', 'standard', 'hd'];
const regions = ['eu', 'us', 'ap'];
const hourMs = 3_600_000;

/** Numbers from 0 to 1 that look like chance and are the same for the same seed. */
export type Chance = () => number;

/** mulberry32, a public-domain generator: small, and good enough for pictures. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a customer did in a whole hour: always the same, so that to record it again changes nothing. */
export function eventsOfHour(hour: number): NewEvent[] {
  return demoCustomers.flatMap((customer, place) => {
    const chance = chanceOf(hour * 31 + place);
    const count = Math.round(customer.weight * busyness(hour) * (2 + 2 * chance()));
    const events = Array.from({ length: count }, (_, i) =>
      activity(customer, `demo-${hour}-${i}`, hour * hourMs + Math.floor(((i + chance()) * hourMs) / count), chance),
    );
    return [...events, storageHour(customer, hour, place)];
  });
}

/** One thing that somebody does, the busier customers more often. */
export function activityNow(id: string, atMs: number, chance: Chance): NewEvent {
  const all = demoCustomers.reduce((sum, { weight }) => sum + weight, 0);
  let left = chance() * all;
  const customer = demoCustomers.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return activity(customer ?? (demoCustomers[0] as DemoCustomer), id, atMs, chance);
}

function activity({ externalId }: DemoCustomer, id: string, atMs: number, chance: Chance): NewEvent {
  const event = { id, customer: externalId, timestamp: new Date(atMs).toISOString() };
  const kind = chance();
  if (kind < 0.5) {
    const properties = { tokens: Math.round(50 + 3_000 * chance() ** 2), model: pick(models, chance) };
    return { ...event, name: 'ai.chat', properties };
  }
  if (kind < 0.6) return { ...event, name: 'ai.image', properties: { size: pick(sizes, chance) } };
  const properties = { region: pick(regions, chance), visitor: `v${Math.floor(chance() * 200)}` };
  return { ...event, name: 'api.request', properties };
}

/** What is stored grows by and by, and every hour of it counts. As text, so that no digit depends on a double. */
function storageHour({ externalId, weight }: DemoCustomer, hour: number, place: number): NewEvent {
  const gib = weight * 20 + ((hour + place * 7) % 48) / 8;
  return {
    id: `demo-storage-${hour}`,
    name: 'storage.hour',
    customer: externalId,
    timestamp: new Date((hour + 1) * hourMs - 1).toISOString(),
    properties: { gib: gib.toFixed(3) },
  };
}

/** More by day than by night. */
function busyness(hour: number): number {
  return 1 + 0.7 * Math.sin(((hour % 24) / 24) * 2 * Math.PI - Math.PI / 2);
}

function pick<T>(values: readonly T[], chance: Chance): T {
  return values[Math.floor(chance() * values.length)] as T;
}
