import { pages, type TypedDocument } from '@misura/client';
import { useQuery } from '@tanstack/react-query';
import { useAsk } from './ask.ts';
import { useMisura } from './misura.ts';

type Connection<TNode> = {
  readonly nodes: readonly TNode[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};
type PageTurn = { readonly after?: string | null | undefined };
type Request = <TResult>(
  document: TypedDocument<TResult, PageTurn>,
  variables: PageTurn,
  options: { readonly signal: AbortSignal },
) => Promise<TResult>;

/**
 * Everything in a list, however many pages it has: for what is chosen from, where a choice that is missing cannot be made. Null
 * until the first page is there, which is all there is to see until the others are.
 */
export function useEvery<TResult, TNode>(
  document: TypedDocument<TResult, PageTurn>,
  connectionOf: (answer: TResult) => Connection<TNode>,
): readonly TNode[] | null {
  const misura = useMisura();
  const { data } = useAsk<TResult, PageTurn>(document, {});
  const first = data === undefined ? null : connectionOf(data);
  const cursor = first?.pageInfo.hasNextPage ? first.pageInfo.endCursor : null;
  const rest = useQuery({
    queryKey: [String(document), 'every page after', cursor],
    queryFn: async ({ signal }) => {
      const nodes: TNode[] = [];
      const fetchPage = async (after: string | null) =>
        connectionOf(await (misura.request as Request)(document, { after: after ?? cursor }, { signal }));
      for await (const node of pages(fetchPage)) nodes.push(node);
      return nodes;
    },
    enabled: cursor !== null,
  });
  return first === null ? null : [...first.nodes, ...((cursor === null ? undefined : rest.data) ?? [])];
}
