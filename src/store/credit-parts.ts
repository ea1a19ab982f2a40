import type { Part } from '../core/credits/books.ts';
import { formatDecimal } from '../core/decimal.ts';
import { decimalOf } from './columns.ts';

/** How parts are kept in a jsonb column. */
export type PartJson = readonly [string | null, string];

export function partsToJson(parts: readonly Part[]): PartJson[] {
  return parts.map(({ grantId, amount }) => [grantId, formatDecimal(amount)]);
}

export function partsFromJson(parts: readonly PartJson[]): Part[] {
  return parts.map(([grantId, amount]) => ({ grantId, amount: decimalOf(amount) }));
}
