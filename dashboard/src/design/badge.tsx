import type { ReactNode } from 'react';
import style from './badge.module.css';

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

/** A state in a word. The word says it; the colour only helps. */
export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`${style.badge} ${tone === 'plain' ? '' : style[tone]}`}>{children}</span>;
}
