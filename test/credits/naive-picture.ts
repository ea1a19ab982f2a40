import { type CreditFigures, creditFigures } from '../kit/credit-picture.ts';
import type { NaiveCustomer } from './naive-customer.ts';

/** The naive ledger in the same words as what is stored. */
export function naivePicture(naive: NaiveCustomer, entriesBefore: number): CreditFigures {
  const keys = naive.subscriptions.flatMap(({ periods }, of) =>
    periods.flatMap(({ product }, index) => product.charges.map((_, place) => `${of}/${index}/${place}`)),
  );
  return creditFigures({
    balance: naive.balance(),
    debt: naive.debt(),
    grants: naive.grants.map((grant, place) => ({ ...grant, remaining: naive.left(place) })),
    openHolds: naive.holds.filter(({ open }) => open).map(({ amount }) => amount),
    draws: keys.map((key) => ({ key, drawn: naive.drawn(key), uncovered: naive.uncovered(key) })),
    moves: naive.entries.slice(entriesBefore),
  });
}
