import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { findMetersByKey, type MeterRow } from '../../store/meters.ts';
import type { Context } from '../context.ts';
import { sightOf } from '../principal.ts';

const byKey = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<string, MeterRow | null>(async (keys) => {
      const found = await findMetersByKey(deps.database, sightOf(principal).workspaceId, keys);
      return keys.map((key) => found.get(key) ?? null);
    }),
);

// What a meter's key may be; anything else is the key of no meter, and some of it no database would take.
const keyPattern = /^[A-Za-z0-9_.-]{1,64}$/;

/** The workspace's meter with this key, however many ask for it at once. */
export async function findMeterByKey(context: Context, key: string): Promise<MeterRow | null> {
  return keyPattern.test(key) ? await byKey(context).load(key) : null;
}
