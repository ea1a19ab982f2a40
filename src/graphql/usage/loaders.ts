import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { Instant } from '../../core/time/instant.ts';
import { usageWindows, type Window, type WindowSize } from '../../core/time/window.ts';
import type { UsageTotal } from '../../core/usage/total.ts';
import { readUsage, type UsageQuery } from '../../store/usage.ts';
import { readUsageEnds } from '../../store/usage-end.ts';
import { readUsageSpan } from '../../store/usage-span.ts';
import type { Context } from '../context.ts';

const microsecond = 1n;
const day = 86_400_000_000n;

const totals = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<UsageQuery, UsageTotal, string>(async (queries) => await readUsage(deps.database, queries), {
      cacheKeyFn: keyOf,
    }),
);

const ends = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<UsageQuery, Instant, string>(
      async (queries) => {
        const now = deps.clock.now();
        const last = await readUsageEnds(deps.database, queries, now);
        return last.map((at) => (at === null || at < now ? now : at + microsecond));
      },
      { cacheKeyFn: keyOf },
    ),
);

/** The total of a query. All that a request asks for at the same time are read together. */
export async function totalOf(context: Context, query: UsageQuery): Promise<UsageTotal> {
  return await totals(context).load(query);
}

/** Where a query's period ends; without an end of its own, after everything that counts. */
export async function endOf(context: Context, query: UsageQuery): Promise<Instant> {
  return query.to ?? (await ends(context).load(query));
}

/** A query's period cut into windows. Without a beginning, from the window of the first usage on: before it is nothing. */
export async function windowsOf(
  context: Context,
  query: UsageQuery,
  size: WindowSize,
  timeZone: string,
): Promise<Window[]> {
  const [from, to] = await Promise.all([beginningOf(context, query, size, timeZone), endOf(context, query)]);
  return from === null ? [] : usageWindows(from, to, size, timeZone);
}

async function beginningOf(
  { deps }: Context,
  query: UsageQuery,
  size: WindowSize,
  timeZone: string,
): Promise<Instant | null> {
  if (query.from !== null) return query.from;
  const span = await readUsageSpan(deps.database, query);
  return span === null ? null : windowStart(span.firstAt, size, timeZone);
}

// Long enough to reach into the window before, whatever the calendar does.
const reach: Readonly<Record<WindowSize, bigint>> = {
  MINUTE: day / 24n,
  HOUR: day / 8n,
  DAY: 3n * day,
  WEEK: 9n * day,
  MONTH: 33n * day,
};

/** The first instant of the window that `at` is in. */
export function windowStart(at: Instant, size: WindowSize, timeZone: string): Instant {
  // The last of several windows begins where the calendar says, unlike the first.
  return usageWindows(at - reach[size], at + microsecond, size, timeZone).at(-1)?.from ?? at;
}

function keyOf({ meter, customerId, from, to }: UsageQuery): string {
  return `${meter.buildId} ${customerId} ${from} ${to}`;
}
