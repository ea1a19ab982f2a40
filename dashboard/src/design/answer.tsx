import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure, Loading } from './notice.tsx';

type AnswerProps<TData> = {
  readonly of: UseQueryResult<TData, Error>;
  /** How much place to hold while it is loading. */
  readonly lines?: number;
  readonly children: (data: TData) => ReactNode;
};

/**
 * What was asked for, or how it stands with it: on its way, or failed and why. An answer that is there stays when it
 * cannot be read anew, with the failure above it: old numbers must not pass for new ones.
 */
export function Answer<TData>({ of, lines, children }: AnswerProps<TData>) {
  if (of.data === undefined) {
    return of.error === null ? (
      <Loading {...(lines === undefined ? {} : { lines })} />
    ) : (
      <Failure error={of.error} retry={of.refetch} />
    );
  }
  return (
    <>
      {of.error !== null && <Failure error={of.error} retry={of.refetch} />}
      {children(of.data)}
    </>
  );
}
