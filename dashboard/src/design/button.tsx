import type { ComponentProps } from 'react';
import style from './button.module.css';
import { Icon, type IconName } from './icon.tsx';
import { PageLink } from './link.tsx';

type Look = {
  /** `main` is the one thing to do here. `danger` takes something away. `plain` is for rows and bars. */
  readonly look?: 'main' | 'danger' | 'plain' | undefined;
  readonly small?: boolean | undefined;
};

type ButtonProps = ComponentProps<'button'> &
  Look & {
    /** It is being done: pressing again does nothing, and the focus stays where it is. */
    readonly busy?: boolean | undefined;
  };

export function Button({ look, small, busy = false, className, onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classes(look, small, className)}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      {...rest}
    >
      {children}
    </button>
  );
}

/** A button of one picture. `label` is what it says to who cannot see it, and on hover. */
export function IconButton({
  icon,
  label,
  look = 'plain',
  small,
  className = '',
  ...rest
}: ComponentProps<'button'> & Look & { readonly icon: IconName; readonly label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(look, small, `${style.icon} ${className}`)}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Looks like a button and leads somewhere. */
export function ButtonLink({ look, small, className, ...rest }: ComponentProps<typeof PageLink> & Look) {
  return <PageLink className={classes(look, small, className)} {...rest} />;
}

function classes(look: Look['look'], small = false, more = ''): string {
  return [style.button, look && style[look], small && style.small, more].filter(Boolean).join(' ');
}
