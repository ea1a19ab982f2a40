import type { TypedDocument } from '@misura/client';
import { useState } from 'react';
import { useAsk } from './ask.ts';

export type PageInfo = {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
};

export type PageVariables = {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
};

type Place = { readonly after: string } | { readonly before: string } | null;

/**
 * A list, page by page: however many rows there are, only one page of them is here. Back to the first page when what is
 * asked for changes.
 */
export function usePages<TResult, TVariables extends object>(
  document: TypedDocument<TResult, TVariables & PageVariables>,
  variables: TVariables,
  { size = 50, everyMs = false }: { readonly size?: number; readonly everyMs?: number | false } = {},
) {
  const asked = JSON.stringify(variables);
  const [state, setState] = useState<{ readonly place: Place; readonly asked: string }>({ place: null, asked });
  const place = state.asked === asked ? state.place : null;
  const turn: PageVariables =
    place === null
      ? { first: size }
      : 'after' in place
        ? { first: size, after: place.after }
        : { last: size, before: place.before };
  const answer = useAsk<TResult, TVariables & PageVariables>(
    document,
    { ...variables, ...turn },
    { keep: true, everyMs: place === null ? everyMs : false },
  );
  return { ...answer, isFirst: place === null, goTo: (next: Place) => setState({ place: next, asked }) };
}
