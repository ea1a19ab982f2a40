import type { ComponentProps } from 'react';
import { Link } from 'wouter';
import { useParameters } from '../data/address.ts';
import { sharedParameters } from '../data/period.ts';

type PageLinkProps = Omit<ComponentProps<'a'>, 'href'> & {
  /** A path of this dashboard, made by one of `paths`. */
  readonly to: string;
};

/** A link to another page of the dashboard, which takes the chosen period and zone along. */
export function PageLink({ to, ...rest }: PageLinkProps) {
  const [current] = useParameters();
  return <Link href={withShared(to, current)} {...rest} />;
}

export function withShared(to: string, current: URLSearchParams): string {
  const [path = '', own = ''] = to.split('?');
  const parameters = new URLSearchParams(own);
  for (const name of sharedParameters) {
    const value = current.get(name);
    if (value !== null && !parameters.has(name)) parameters.set(name, value);
  }
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
