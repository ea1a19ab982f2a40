import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { type CreditState, readCredits } from '../../actions/read-credits.ts';
import type { Draw } from '../../core/credits/usage-draw.ts';
import { Decimal } from '../../core/decimal.ts';
import { grouped } from '../../core/grouped.ts';
import { canName } from '../../core/text.ts';
import { type DrawPlace, findDraws } from '../../store/credit-draws.ts';
import type { GrantRow } from '../../store/credit-grants.ts';
import { type CreditTypeRow, findCreditTypesByKey } from '../../store/credit-types.ts';
import type { LedgerRow } from '../../store/ledger.ts';
import { type BalancePlace, readGrantsLeft } from '../../store/ledger-grants-left.ts';
import type { Context } from '../context.ts';
import { sightOf } from '../principal.ts';

const typesByKey = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<string, CreditTypeRow | null>(async (keys) => {
      const found = await findCreditTypesByKey(deps.database.pool, sightOf(principal).workspaceId, keys);
      return keys.map((key) => found.get(key) ?? null);
    }),
);

const states = createContextCache(
  ({ deps, principal }: Context) =>
    new DataLoader<string, CreditState[]>(async (customerIds) => {
      const found = await readCredits(deps, sightOf(principal).workspaceId, customerIds);
      const byCustomer = grouped(found, (state) => state.customerId);
      return customerIds.map((id) => byCustomer.get(id) ?? []);
    }),
);

const grantsLeft = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<BalancePlace, GrantRow[], string>(async (places) => readGrantsLeft(deps.database.pool, places), {
      cacheKeyFn: ({ customerId, creditTypeId, version }) => `${customerId} ${creditTypeId} ${version}`,
    }),
);

const drawKey = (place: DrawPlace) =>
  `${place.customerId} ${place.subscriptionId} ${place.periodIndex} ${place.charge}`;

const draws = createContextCache(
  ({ deps }: Context) =>
    new DataLoader<DrawPlace, Draw | null, string>(
      async (places) => {
        const found = new Map((await findDraws(deps.database.pool, places)).map((draw) => [drawKey(draw), draw]));
        return places.map((place) => found.get(drawKey(place)) ?? null);
      },
      { cacheKeyFn: drawKey },
    ),
);

/** The workspace's credit type with this key, however many ask for it at once. */
export async function findCreditTypeByKey(context: Context, key: string): Promise<CreditTypeRow | null> {
  return canName(key) ? await typesByKey(context).load(key) : null;
}

/** All credits of a customer at this moment. */
export async function creditsOf(context: Context, customerId: string): Promise<CreditState[]> {
  return await states(context).load(customerId);
}

/** The credits of one type; nothing of everything where they never moved. */
export async function balanceOf(context: Context, customerId: string, creditTypeId: string): Promise<CreditState> {
  const found = (await creditsOf(context, customerId)).find((state) => state.creditTypeId === creditTypeId);
  return found ?? emptyBalance(customerId, creditTypeId);
}

export function emptyBalance(customerId: string, creditTypeId: string): CreditState {
  const zero = new Decimal(0);
  return {
    ...{ customerId, creditTypeId, version: 0n, updatedAt: null },
    ...{ balance: zero, held: zero, available: zero, debt: zero },
  };
}

/** What was read of a customer before is not what is there now: a mutation has moved it. */
export function forgetCredits(context: Context, customerId: string): void {
  states(context).clear(customerId);
}

/** The grants that a balance is made of, in burn order. */
export async function grantsOf(context: Context, balance: BalancePlace): Promise<GrantRow[]> {
  return balance.version === 0n ? [] : await grantsLeft(context).load(balance);
}

/** The draw that an entry is part of; null where it is of none. */
export async function drawOf(context: Context, entry: LedgerRow): Promise<Draw | null> {
  const { customerId, subscriptionId, periodIndex, charge } = entry;
  if (subscriptionId === null || periodIndex === null || charge === null) return null;
  return await draws(context).load({ customerId, subscriptionId, periodIndex, charge });
}
