import type { Curve } from '../../format/curve.ts';
import { drawnHeight, shortDecimalText } from '../../format/decimal.ts';
import { moneyText } from '../../format/money.ts';
import style from './product.module.css';

type PriceCurveProps = {
  readonly curve: Curve;
  readonly currency: string;
  readonly unit: string;
  /** The quantity that is being worked out, and what it comes to. */
  readonly here: { readonly quantity: string; readonly amount: string } | null;
};

const [width, height] = [480, 190];
const inset = { left: 8, right: 8, top: 20, bottom: 24 };

/** What more usage costs, as a line. The exact amounts are said beside it. */
export function PriceCurve({ curve, currency, unit, here }: PriceCurveProps) {
  const [farX, farY] = [drawnHeight(curve.most.quantity), drawnHeight(curve.most.amount)];
  // What costs nothing, or has no price yet, has no curve.
  if (farY === 0) return null;
  const x = (quantity: number) => inset.left + (quantity / farX) * (width - inset.left - inset.right);
  const y = (amount: number) => height - inset.bottom - (amount / farY) * (height - inset.top - inset.bottom);
  const line = curve.points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ');
  const bottom = height - inset.bottom;
  return (
    <svg
      className={style.curve}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`The price by quantity, up to ${moneyText({ amount: curve.most.amount, currency })} for ${curve.most.quantity} ${unit}s.`}
    >
      <polygon className={style.area} points={`${x(0)},${bottom} ${line} ${x(farX)},${bottom}`} />
      {curve.edges.map((edge) => (
        <g key={edge}>
          <line className={style.edge} x1={x(drawnHeight(edge))} x2={x(drawnHeight(edge))} y1={inset.top} y2={bottom} />
          <text x={x(drawnHeight(edge))} y={height - 8} textAnchor="middle">
            {shortDecimalText(edge)}
          </text>
        </g>
      ))}
      <line className={style.axis} x1={inset.left} x2={width - inset.right} y1={bottom} y2={bottom} />
      <polyline className={style.line} points={line} />
      <text x={inset.left} y={12}>
        {moneyText({ amount: curve.most.amount, currency })}
      </text>
      <text x={width - inset.right} y={height - 8} textAnchor="end">
        {shortDecimalText(curve.most.quantity)} {unit}s
      </text>
      {here && (
        <circle className={style.here} r={5} cx={x(drawnHeight(here.quantity))} cy={y(drawnHeight(here.amount))} />
      )}
    </svg>
  );
}
