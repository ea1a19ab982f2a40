import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { Context } from './context.ts';

/**
 * Loads a page of a list that many things have, one each: what a request asks of the same page, of whomever, is read
 * together. Fields with other arguments are other pages.
 *
 * `read` gives a list for each owner, in their order.
 */
export function pageLoader<Owner, Page, Row>(
  read: (context: Context, owners: readonly Owner[], page: Page) => Promise<Row[][]>,
  ownerKey: (owner: Owner) => string,
): (context: Context, owner: Owner, page: Page) => Promise<Row[]> {
  const loaders = createContextCache((_context: Context) => new Map<string, DataLoader<Owner, Row[], string>>());
  return async (context, owner, page) => {
    const key = JSON.stringify(page, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    const known = loaders(context);
    const loader =
      known.get(key) ??
      new DataLoader<Owner, Row[], string>((owners) => read(context, owners, page), { cacheKeyFn: ownerKey });
    known.set(key, loader);
    return await loader.load(owner);
  };
}
