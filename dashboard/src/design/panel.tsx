import { type ReactNode, useId } from 'react';
import style from './panel.module.css';

type PanelProps = {
  readonly title: ReactNode;
  /** Beside the title, less loud. */
  readonly note?: ReactNode;
  /** At the other end of the title's line. */
  readonly tools?: ReactNode;
  /** Lets the content reach the edges: for tables and lists. */
  readonly flush?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
};

/** A part of a page with a heading of its own. */
export function Panel({ title, note, tools, flush = false, className = '', children }: PanelProps) {
  const id = useId();
  return (
    <section className={`${style.panel} ${className}`} aria-labelledby={id}>
      <header className={style.head}>
        <div className={style.title}>
          <h2 id={id}>{title}</h2>
          {note && <span className={style.note}>{note}</span>}
        </div>
        {tools && <div className={style.tools}>{tools}</div>}
      </header>
      <div className={flush ? style.flush : style.body}>{children}</div>
    </section>
  );
}
