import type { ReactNode } from 'react';
import { failureFacts } from '../data/failure.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import style from './notice.module.css';

/** Something to know before going on. */
export function Notice({
  tone = 'warn',
  title,
  children,
}: {
  readonly tone?: 'warn' | 'bad';
  readonly title?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div data-notice className={`${style.notice} ${style[tone]}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name="warning" />
      <div className={style.words}>
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}

/** There is nothing, which is no failure: says why, and what to do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={style.empty}>
      <strong>{title}</strong>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Holds the place of what is on its way. */
export function Loading({ lines = 3, label = 'Loading' }: { readonly lines?: number; readonly label?: string }) {
  return (
    <div className={style.loading} role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have nothing else, and never move.
        <div key={line} className={style.bar} aria-hidden="true" />
      ))}
    </div>
  );
}

/** What went wrong, with what to quote when asking for help, and a way to try again. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: (() => unknown) | undefined }) {
  const { title, detail, requestId } = failureFacts(error);
  return (
    <div data-notice className={`${style.notice} ${style.bad}`} role="alert">
      <Icon name="warning" />
      <div className={style.words}>
        <strong>{title}</strong>
        <p>{detail}</p>
        {requestId && (
          <p className={style.aside}>
            Request <code>{requestId}</code>
          </p>
        )}
      </div>
      {retry && (
        <Button small onClick={() => void retry()}>
          Try again
        </Button>
      )}
    </div>
  );
}
