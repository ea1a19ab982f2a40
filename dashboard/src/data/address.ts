import { useMemo } from 'react';
import { useLocation, useParams, useSearch } from 'wouter';
import { fromPathPart } from '../format/address.ts';

export type Parameters = readonly [
  URLSearchParams,
  /** Sets some, and takes away those that are null. `replace`: no step of its own for the browser's `back`. */
  (change: Readonly<Record<string, string | null>>, options?: { readonly replace?: boolean }) => void,
];

/** What stands behind the `?` of the address, exactly: the router would decode it once too often. */
export function useParameters(): Parameters {
  const search = useSearch();
  const [, navigate] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the router says when the address has changed.
  const parameters = useMemo(() => new URLSearchParams(window.location.search), [search]);
  return [
    parameters,
    (change, options = { replace: true }) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(change)) {
        if (value === null || value === '') next.delete(name);
        else next.set(name, value);
      }
      navigate(`${window.location.pathname}${next.size === 0 ? '' : `?${next}`}`, options);
    },
  ];
}

/** A part of the page's path by its name in the route, as it was before `paths` wrote it there. */
export function usePart(name: string): string {
  return fromPathPart(useParams<Record<string, string | undefined>>()[name] ?? '');
}
