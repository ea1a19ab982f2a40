import type { FormEvent, ReactNode } from 'react';
import style from './screen.module.css';

/** What is there instead of a page: one thing in the middle of the screen. */
export function Screen({ children }: { readonly children: ReactNode }) {
  return <main className={style.screen}>{children}</main>;
}

type EntranceCardProps = {
  readonly mark?: ReactNode;
  readonly title: string;
  /** What is needed to come in. */
  readonly lead: ReactNode;
  readonly onSubmit: (event: FormEvent) => void;
  /** The field and the button. */
  readonly children: ReactNode;
};

/** For who has to show something before there is a page for them. */
export function EntranceCard({ mark, title, lead, onSubmit, children }: EntranceCardProps) {
  return (
    <Screen>
      <div className={style.card}>
        <div className={style.head}>
          {mark}
          <h1>{title}</h1>
          {lead}
        </div>
        <form className={style.form} onSubmit={onSubmit}>
          {children}
        </form>
        <div className={style.ruler} aria-hidden="true" />
      </div>
    </Screen>
  );
}
