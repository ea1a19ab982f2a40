import { useNow } from '../data/clock.ts';
import { useZone } from '../data/period.ts';
import { decimalText, isNegative } from '../format/decimal.ts';
import { agoText, type Fineness, instantText } from '../format/instant.ts';
import { type Money, moneyText } from '../format/money.ts';
import style from './value.module.css';

/** A quantity to the last digit, with its unit. Null is no number: a maximum of nothing, say. */
export function Quantity({
  value,
  unit,
}: {
  readonly value: string | null;
  readonly unit?: string | null | undefined;
}) {
  if (value === null) return <None />;
  return (
    <span className={style.number}>
      {decimalText(value)}
      {unit && <span className={style.unit}>{unit}</span>}
    </span>
  );
}

export function Cash({ money }: { readonly money: Money }) {
  return (
    <span className={style.number} data-negative={isNegative(money.amount) || undefined}>
      {moneyText(money)}
    </span>
  );
}

/** An instant on the clocks of the chosen zone. Exact on hover, and for machines. */
export function Instant({ at, fineness = 'minute' }: { readonly at: string | null; readonly fineness?: Fineness }) {
  const zone = useZone();
  if (at === null) return <None />;
  return (
    <time dateTime={at} title={`${instantText(at, zone, 'micro')} (${zone})`} className={style.number}>
      {instantText(at, zone, fineness)}
    </time>
  );
}

/** How long ago, by the workspace's clock. */
export function Ago({ at }: { readonly at: string }) {
  const zone = useZone();
  const nowMs = useNow(10_000);
  return (
    <time dateTime={at} title={`${instantText(at, zone, 'micro')} (${zone})`} className={style.number}>
      {agoText(at, nowMs)}
    </time>
  );
}

/** A name that code uses, as code is written. */
export function Id({ children }: { readonly children: string }) {
  return (
    <span className={style.id} title={children}>
      {children}
    </span>
  );
}

export function None() {
  return (
    <span className={style.none} data-none>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">none</span>
    </span>
  );
}
