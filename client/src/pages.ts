export type Page<TNode> = {
  readonly nodes: readonly TNode[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

/**
 * Everything in a list, page after page, each asked for when the one before is used up:
 *
 * ```ts
 * for await (const customer of pages((after) => client.customers({ after, first: 200 }))) …
 * ```
 */
export async function* pages<TNode>(
  fetchPage: (after: string | null) => Promise<Page<TNode>>,
): AsyncGenerator<TNode, void, undefined> {
  let after: string | null = null;
  for (;;) {
    const { nodes, pageInfo }: Page<TNode> = await fetchPage(after);
    yield* nodes;
    if (!pageInfo.hasNextPage) return;
    // The usual cause is a `fetchPage` that forgets to pass `after` on. Without this it would never end.
    if (pageInfo.endCursor === null || pageInfo.endCursor === after) throw new Error('The same page came twice.');
    after = pageInfo.endCursor;
  }
}
