import { compareDecimals, drawnHeight } from './decimal.ts';
import { exactOf, exactText, plus, times } from './exact.ts';
import { type PricedCharge, priceOf } from './price.ts';

export type CurvePoint = { readonly x: number; readonly y: number };

export type Curve = {
  readonly points: readonly CurvePoint[];
  /** The quantities at which another tier begins, or the free units end. */
  readonly edges: readonly string[];
  readonly most: { readonly quantity: string; readonly amount: string };
};

const steps = 160;
// A 160th, exactly.
const step = { digits: 625n, scale: 5 };

/**
 * What a charge costs by quantity, to be drawn: each point is worked out exactly, and only then becomes a place on the screen.
 * As far as it takes to see the last tier begin, and the asked quantity. Null where there is nothing to draw.
 */
export function priceCurve(charge: PricedCharge, asked: string, seats: string, currency: string): Curve | null {
  const free = priceOf(charge, '0', seats, currency) === null ? null : freeUnits(charge, seats);
  if (free === null) return null;
  const tiers = charge.pricing?.tiers ?? [];
  const bounds = tiers.map(({ upTo }) => upTo).filter((upTo) => upTo !== null && exactOf(upTo) !== null) as string[];
  const edges = [...(free === '0' ? [] : [free]), ...bounds.map((bound) => sum(bound, free))];
  const last = [...edges, '10', charge.pricing?.packageSize ?? '1'].reduce((a, b) =>
    compareDecimals(a, b) > 0 ? a : b,
  );
  const far = exactText(times(exactOf(last) ?? { digits: 10n, scale: 0 }, { digits: 16n, scale: 1 }));
  const most = exactOf(asked) !== null && compareDecimals(asked, far) > 0 ? asked : far;
  const whole = exactOf(most);
  if (whole === null) return null;
  const quantities = Array.from({ length: steps + 1 }, (_, place) =>
    exactText(times(times(whole, step), { digits: BigInt(place), scale: 0 })),
  );
  const points = [...quantities, ...edges].sort(compareDecimals).map((quantity) => {
    const price = priceOf(charge, quantity, seats, currency);
    return {
      x: drawnHeight(quantity),
      y: drawnHeight(price?.amount.amount ?? '0'),
      amount: price?.amount.amount ?? '0',
    };
  });
  const dearest = points.reduce((a, b) => (compareDecimals(a.amount, b.amount) >= 0 ? a : b));
  return { points: points.map(({ x, y }) => ({ x, y })), edges, most: { quantity: most, amount: dearest.amount } };
}

function freeUnits({ includedUnits, includedPerSeat }: PricedCharge, seats: string): string | null {
  const [units, count] = [exactOf(includedUnits), exactOf(includedPerSeat ? seats : '1')];
  return units === null || count === null ? null : exactText(times(units, count));
}

function sum(a: string, b: string): string {
  const [left, right] = [exactOf(a), exactOf(b)];
  return left === null || right === null ? a : exactText(plus(left, right));
}
