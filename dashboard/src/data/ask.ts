import { MisuraNetworkError, MisuraRequestError, type RequestOptions, type TypedDocument } from '@misura/client';
import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { reportReach } from './connection.ts';
import { useMisura } from './misura.ts';

/**
 * Keeps what was read. It asks again when a page is opened, when the window comes back to the front, and after each
 * change that was made here. The client has tried again already when an error gets here.
 */
export function createReads(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isSignedOut(error)) onSignedOut();
        if (error instanceof MisuraNetworkError) reportReach(false);
      },
      onSuccess: () => reportReach(true),
    }),
    defaultOptions: { queries: { retry: false, staleTime: 2_000, gcTime: 5 * 60_000, refetchOnWindowFocus: true } },
  });
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof MisuraRequestError && error.code === 'UNAUTHENTICATED';
}

// Whether a document has variables is not known here, so neither is how the client wants them.
type Request = <TResult, TVariables>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  options?: RequestOptions,
) => Promise<TResult>;

type AskOptions = {
  /** Not yet, if false. */
  readonly when?: boolean;
  /** Asks again so often while somebody looks. */
  readonly everyMs?: number | false;
  /** Shows the answer to the question before until there is one to this: for periods, pages and what is being typed. */
  readonly keep?: boolean;
};

/** The answer to a query, read again when its variables change. */
export function useAsk<TResult, TVariables extends object>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  { when = true, everyMs = false, keep = false }: AskOptions = {},
): UseQueryResult<TResult, Error> {
  const misura = useMisura();
  return useQuery<TResult, Error>({
    queryKey: [String(document), variables],
    queryFn: ({ signal }) => (misura.request as Request)(document, variables, { signal }),
    enabled: when,
    refetchInterval: everyMs,
    // `exactOptionalPropertyTypes` has no `undefined` for it.
    ...(keep ? { placeholderData: keepPreviousData as never } : {}),
  });
}

/** Sends a mutation. When it has been answered, whatever it says, everything that is shown is read again. */
export function useSend<TResult, TVariables extends object>(document: TypedDocument<TResult, TVariables>) {
  const misura = useMisura();
  const reads = useQueryClient();
  return useMutation<TResult, Error, TVariables>({
    mutationFn: (variables) => (misura.request as Request)(document, variables),
    // Not waited for: who sent it goes on at once.
    onSettled: () => void reads.invalidateQueries(),
  });
}
