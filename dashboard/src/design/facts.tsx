import type { ReactNode } from 'react';
import style from './facts.module.css';

/** What is known of one thing: names and values. Those that are null or false are left out. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ReactNode] | null | false)[] }) {
  return (
    <dl className={style.facts}>
      {of.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt className={style.name}>{fact[0]}</dt>
              <dd className={style.value}>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
