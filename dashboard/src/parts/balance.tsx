import { Ago, Quantity } from '../design/value.tsx';
import { decimalText, isZero } from '../format/decimal.ts';
import type { BalanceFieldsFragment } from '../generated/types.ts';
import style from './balance.module.css';

/** How many credits of a type there are, and what is held or owed of them. */
export function Balance({ balance }: { readonly balance: BalanceFieldsFragment }) {
  const { available, held, debt, expiringNext, creditType } = balance;
  return (
    <div className={style.balance}>
      <p className={style.available}>
        <Quantity value={available} unit={creditType.unit ?? creditType.name} />
      </p>
      <ul className={style.about}>
        <li>available now</li>
        {!isZero(held) && <li>{decimalText(held)} held</li>}
        {!isZero(debt) && <li className={style.debt}>{decimalText(debt)} owed</li>}
        {expiringNext !== null && (
          <li>
            {decimalText(expiringNext.amount)} expire <Ago at={expiringNext.at} />
          </li>
        )}
      </ul>
    </div>
  );
}
