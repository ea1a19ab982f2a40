import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { findMetersByKey, type MeterRow } from '../../store/meters.ts';
import type { Context } from '../context.ts';
import { sightOf } from '../principal.ts';

const byKey = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<string, MeterRow | null>(async (keys) => {
      const found = await findMetersByKey(deps.database, sightOf(principal).workspaceId, keys);
      for (const meter of found.values()) deps.known.keepMeter(meter);
      return keys.map((key) => found.get(key) ?? null);
    }),
);

// What a meter's key may be; anything else is the key of no meter, and some of it no database would take.
const keyPattern = /^[A-Za-z0-9_.-]{1,64}$/;

/** The workspace's meter with this key, however many ask for it at once. */
export async function findMeterByKey(context: Context, key: string): Promise<MeterRow | null> {
  return keyPattern.test(key) ? await byKey(context).load(key) : null;
}

/** A meter as it is, and as it was when it was last read: the same unless somebody has it counted again. */
export type PresumedMeter = { readonly presumed: MeterRow; readonly present: Promise<MeterRow> };

/**
 * The workspace's meter with this key, without waiting for it if it is known and complete, so that its usage can be read at
 * the same time; null if there is none. A count that was complete stays so: if the meter still has it, it had it all along.
 */
export async function presumeMeterByKey(context: Context, key: string): Promise<PresumedMeter | null> {
  const { deps, principal } = context;
  const known = deps.known.findMeter(sightOf(principal).workspaceId, key);
  if (known === undefined || known.build.finishedAt === null) {
    const meter = await findMeterByKey(context, key);
    return meter === null ? null : { presumed: meter, present: Promise.resolve(meter) };
  }
  const present = requireMeterByKey(context, key);
  // Nobody may ask for it.
  present.catch(() => {});
  return { presumed: known, present };
}

/** Whether a meter is still the count of the same events that it was. */
export function isSameCount(a: MeterRow, b: MeterRow): boolean {
  return a.buildId === b.buildId && a.build.toVersion === b.build.toVersion;
}

async function requireMeterByKey(context: Context, key: string): Promise<MeterRow> {
  const meter = await findMeterByKey(context, key);
  if (meter === null) throw new Error(`The meter ${key} was there before, and meters are never deleted.`);
  return meter;
}
