import { Decimal } from '../decimal.ts';
import { type Books, type Hold, zero } from './books.ts';
import type { Grant } from './grant.ts';
import { causeOf, type Draw } from './usage-draw.ts';
import { giveBack, usableOf } from './use.ts';
import { topUpRoom } from './watch.ts';

/**
 * Whether credits alone can pay for all of these at once, with what the hold reserves and what would be bought on top.
 * What is given back pays only where it stays: not what was uncovered, nor what goes to a grant that is over.
 */
export function canCover(
  books: Books,
  dues: readonly { readonly draw: Draw; readonly due: Decimal }[],
  hold: Hold | null,
): boolean {
  const more = dues.reduce((sum, { due }) => sum.plus(Decimal.max(due, zero)), zero);
  if (more.isZero()) return true;
  const own = hold?.status === 'OPEN' ? hold.amount : zero;
  const returns = dues.filter(({ draw, due }) => due.negated().greaterThan(draw.uncovered));
  const after = { ...(returns.length === 0 ? books : copyBooks(books)), held: books.held.minus(own) };
  for (const { draw, due } of returns) {
    const back = due.negated().minus(draw.uncovered);
    giveBack(after, draw.parts, back, { at: 0n, cause: causeOf(draw, 'EVENTS'), occurredAt: 0n });
  }
  return usableOf(after, own, topUpRoom(after)).greaterThanOrEqualTo(more);
}

/** The same credits, for trying what would happen. */
function copyBooks(books: Books): Books {
  const grants = new Map([...books.grants].map(([id, grant]) => [id, { ...grant }]));
  const sets = { changedGrants: new Set<Grant>(), newGrants: new Set<Grant>() };
  return { ...books, ...sets, grants, burning: null, entries: [], repaid: [...books.repaid] };
}
