import { expect, test } from 'vitest';
import { pages } from '../../client/src/index.ts';

function listOf(count: number, pageSize: number) {
  const asked: (string | null)[] = [];
  const fetchPage = async (after: string | null) => {
    asked.push(after);
    const start = after === null ? 0 : Number(after);
    const end = Math.min(count, start + pageSize);
    const nodes = Array.from({ length: end - start }, (_, i) => start + i);
    return { nodes, pageInfo: { hasNextPage: end < count, endCursor: end === start ? null : String(end) } };
  };
  return { asked, fetchPage };
}

test('everything comes once and in order, each page when it is needed', async () => {
  const { asked, fetchPage } = listOf(5, 2);
  const seen: number[] = [];
  for await (const node of pages(fetchPage)) seen.push(node);
  expect(seen).toEqual([0, 1, 2, 3, 4]);
  expect(asked).toEqual([null, '2', '4']);
});

test('who stops early asks for no further page', async () => {
  const { asked, fetchPage } = listOf(100, 2);
  for await (const node of pages(fetchPage)) if (node === 1) break;
  expect(asked).toEqual([null]);
});

test('an empty list is empty', async () => {
  for await (const node of pages(listOf(0, 2).fetchPage)) expect.unreachable(String(node));
});

test('a page that forgets the cursor is an error and not an endless loop', async () => {
  const { fetchPage } = listOf(5, 2);
  const walk = async () => {
    for await (const _ of pages(() => fetchPage(null)));
  };
  await expect(walk()).rejects.toThrow('The same page came twice');
});
