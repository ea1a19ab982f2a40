import { Empty } from '../design/notice.tsx';
import { Cash, Quantity } from '../design/value.tsx';
import { decimalText, isZero, sharePercent } from '../format/decimal.ts';
import type { LineFieldsFragment } from '../generated/types.ts';
import style from './usage-allowance.module.css';

/** What was used in the period at hand, beside what is free of it. */
export function UsageAllowance({ lines }: { readonly lines: readonly LineFieldsFragment[] }) {
  const used = lines.filter(({ kind }) => kind === 'USAGE');
  if (used.length === 0) return <Empty title="Nothing is charged by usage" />;
  return (
    <ul className={style.list}>
      {used.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two charges may be called the same, and they stay in their order.
        <li key={place} className={style.item}>
          <div className={style.head}>
            <span className={style.name}>{line.name}</span>
            <Cash money={line.amount} />
          </div>
          <p className={style.used}>
            <Quantity value={line.quantity} unit={line.meter?.unit} />
          </p>
          <Allowance line={line} />
        </li>
      ))}
    </ul>
  );
}

function Allowance({ line: { quantity, included, billable, credits } }: { readonly line: LineFieldsFragment }) {
  if (credits !== null) {
    return (
      <p className={style.about}>
        {decimalText(credits.applied)} {credits.creditType.name} applied
        {!isZero(credits.uncovered) && `, ${decimalText(credits.uncovered)} not covered`}
      </p>
    );
  }
  if (included === null || isZero(included)) return <p className={style.about}>nothing of it is free</p>;
  const share = sharePercent(quantity, included) ?? 0;
  const isOver = billable !== null && !isZero(billable);
  return (
    <>
      <div className={style.bar} aria-hidden="true">
        <div className={isOver ? style.over : style.fill} style={{ width: `${Math.min(Math.max(share, 0), 100)}%` }} />
      </div>
      <p className={style.about}>
        {isOver
          ? `${decimalText(billable)} beyond the ${decimalText(included)} that are free`
          : `of ${decimalText(included)} that are free (${share} %)`}
      </p>
    </>
  );
}
