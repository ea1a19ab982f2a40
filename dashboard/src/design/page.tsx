import { type ReactNode, useEffect, useRef } from 'react';
import { PageLink } from './link.tsx';
import style from './page.module.css';

type PageProps = {
  /** Also the name of the browser's tab. */
  readonly title: string;
  /** Beside the title: what state it is in. */
  readonly badge?: ReactNode;
  /** What this page is for, in a sentence. */
  readonly lead?: ReactNode;
  /** The list it belongs to. */
  readonly back?: { readonly to: string; readonly label: string };
  /** What can be chosen or done here: the period, the main button. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
};

/** A page with its heading. When it is opened by a link here, its heading is where reading goes on. */
export function Page({ title, badge, lead, back, tools, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Misura`;
  }, [title]);
  useEffect(() => {
    // Not where something on the page has taken the focus already, nor at the very first page.
    if (visits++ > 0 && (document.activeElement ?? document.body) === document.body) heading.current?.focus();
  }, []);
  return (
    <div className={style.page}>
      <header className={style.head}>
        <div className={style.names}>
          {back && (
            <PageLink to={back.to} className={style.back}>
              ← {back.label}
            </PageLink>
          )}
          <div className={style.title}>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {badge}
          </div>
          {lead && <p className={style.lead}>{lead}</p>}
        </div>
        {tools && <div className={style.tools}>{tools}</div>}
      </header>
      {children}
    </div>
  );
}

let visits = 0;
