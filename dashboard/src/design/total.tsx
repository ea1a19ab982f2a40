import type { ReactNode } from 'react';
import style from './total.module.css';
import { Quantity } from './value.tsx';

type TotalProps = {
  readonly value: string | null;
  readonly unit?: string | null | undefined;
  /** What it was made of. */
  readonly about?: ReactNode;
  readonly isStale?: boolean;
};

/** The one number that a panel is about, to the last digit. */
export function Total({ value, unit, about, isStale = false }: TotalProps) {
  return (
    <div aria-busy={isStale}>
      <p className={`${style.total} ${(value?.length ?? 0) > 15 ? style.long : ''}`}>
        <Quantity value={value} unit={unit} />
      </p>
      {about && <p className={style.about}>{about}</p>}
    </div>
  );
}
