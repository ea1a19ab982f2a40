import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { type Instant, instantMin } from '../../core/time/instant.ts';
import { usageWindows, type Window, type WindowSize } from '../../core/time/window.ts';
import type { UsageGroup } from '../../core/usage/group-order.ts';
import type { UsageTotal } from '../../core/usage/total.ts';
import type { MeterRow } from '../../store/meters.ts';
import { type CustomerUsage, readTopCustomers } from '../../store/top-customers.ts';
import { readUsage, type UsageQuery } from '../../store/usage.ts';
import { readUsageBeginnings } from '../../store/usage-beginning.ts';
import { readUsageEnds } from '../../store/usage-end.ts';
import { type GroupsQuery, readUsageGroups } from '../../store/usage-groups.ts';
import type { Context } from '../context.ts';
import { isSameCount } from '../meters/loaders.ts';
import type { Period } from '../period.ts';
import { sightOf } from '../principal.ts';
import { cutWindows } from './arguments.ts';

/**
 * What is asked. Its meter may be the one that was last read, while the present one is on its way: then whatever depends on
 * how it counts waits for that.
 */
export type UsageAsked = { readonly query: UsageQuery; readonly present: MeterRow | Promise<MeterRow> };

export const topCustomersMax = 100;

const microsecond = 1n;
const day = 86_400_000_000n;

/** What is asked of a query: its whole period, or the parts it was cut into. `name` tells one cut from another. */
type Parts = { readonly query: UsageQuery; readonly spans: readonly Period[]; readonly name: string };

const totals = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<Parts, UsageTotal[], string>(
      async (asked) => {
        const queries = asked.flatMap(({ query, spans }) => spans.map(({ from, to }) => ({ ...query, from, to })));
        const read = await readUsage(deps.database, queries);
        return asked.map(({ spans }) => read.splice(0, spans.length));
      },
      { cacheKeyFn: ({ query, name }) => `${keyOf(query)} ${name}` },
    ),
);

const ends = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<UsageQuery, Instant, string>(
      async (queries) => {
        const now = await deps.clocks.now(sightOf(principal).workspaceId);
        const last = await readUsageEnds(deps.database, queries, now);
        return last.map((at) => (at === null || at < now ? now : at + microsecond));
      },
      { cacheKeyFn: keyOf },
    ),
);

const beginnings = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<UsageQuery, Instant | null, string>(
      async (queries) => await readUsageBeginnings(deps.database, queries),
      { cacheKeyFn: keyOf },
    ),
);

const groups = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<GroupsQuery, UsageGroup[], string>(
      async (queries) => await readUsageGroups(deps.database, queries),
      { cacheKeyFn: (query) => `${keyOf(query)} ${JSON.stringify(query.by)}` },
    ),
);

const topCustomers = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<UsageQuery, CustomerUsage[], string>(
      async (queries) => await readTopCustomers(deps.database, queries, topCustomersMax),
      { cacheKeyFn: keyOf },
    ),
);

/** The total of a whole period, and the meter that has counted it. All that a request asks for at the same time are read together. */
export async function totalOf(context: Context, asked: UsageAsked): Promise<{ meter: MeterRow; total: UsageTotal }> {
  const { meter, totals } = await countedOf(context, asked, [asked.query], 'whole');
  return { meter, total: totals[0] as UsageTotal };
}

/** The totals of the windows that `windowsOf` has cut a period into, in their order; read together with the others. */
export async function totalsOf(
  context: Context,
  asked: UsageAsked,
  { windows, name }: Cut,
): Promise<{ meter: MeterRow; totals: readonly UsageTotal[] }> {
  return await countedOf(context, asked, windows, name);
}

/** Read while the present meter is. If that turns out to count anew, or nothing any more, it is read once more. */
async function countedOf(context: Context, { query, present }: UsageAsked, spans: readonly Period[], name: string) {
  const [meter, presumed] = await Promise.all([present, totals(context).load({ query, spans, name })]);
  if (isSameCount(meter, query.meter)) return { meter, totals: presumed };
  return { meter, totals: await totals(context).load({ query: { ...query, meter }, spans, name }) };
}

/** Where a period ends; without an end of its own, after everything that counts. */
export async function endOf(context: Context, asked: UsageAsked): Promise<Instant> {
  return asked.query.to ?? (await ends(context).load(await presentQuery(asked)));
}

/** Usage split by grouping properties of its meter, which has counted it. */
export async function groupsOf(
  context: Context,
  asked: UsageAsked,
  by: readonly string[],
): Promise<{ meter: MeterRow; groups: UsageGroup[] }> {
  const query = await presentQuery(asked);
  return { meter: query.meter, groups: await groups(context).load({ ...query, by }) };
}

async function presentQuery({ query, present }: UsageAsked): Promise<UsageQuery> {
  return { ...query, meter: await present };
}

/** The customers who used most, of a query of all customers; at most 100. */
export async function topCustomersOf(context: Context, query: UsageQuery, count: number): Promise<CustomerUsage[]> {
  return (await topCustomers(context).load(query)).slice(0, count);
}

/** Windows of a period, and a name that tells them from other ones of the same period. */
type Cut = { readonly windows: Window[]; readonly name: string };

/**
 * A period cut into windows, which are taken off those of the request. Without a beginning, from the window of the
 * first usage on: before it is nothing.
 */
export async function windowsOf(context: Context, asked: UsageAsked, size: WindowSize, timeZone: string): Promise<Cut> {
  const [from, to] = await Promise.all([beginningOf(context, asked, size, timeZone), endOf(context, asked)]);
  return { windows: from === null ? [] : cutWindows(context, from, to, size, timeZone), name: `${size} ${timeZone}` };
}

async function beginningOf(
  context: Context,
  asked: UsageAsked,
  size: WindowSize,
  timeZone: string,
): Promise<Instant | null> {
  if (asked.query.from !== null) return asked.query.from;
  const firstAt = await beginnings(context).load(await presentQuery(asked));
  return firstAt === null ? null : windowStart(firstAt, size, timeZone);
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
  const start = usageWindows(at - reach[size], at + microsecond, size, timeZone).at(-1)?.from ?? at;
  // West of Greenwich, the year 1 began in what is the year 0 in UTC.
  return start < instantMin ? instantMin : start;
}

function keyOf({ meter, customerId, from, to }: UsageQuery): string {
  return `${meter.buildId} ${meter.build.toVersion} ${customerId} ${from} ${to}`;
}
