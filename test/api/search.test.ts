import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  for (const [key, name] of [
    ['gpt-tokens', 'Tokens of the 100%_Model'],
    ['other', 'Something else'],
  ]) {
    await api.ask('mutation ($input: CreateMeterInput!) { createMeter(input: $input) { __typename } }', {
      input: { key, name, eventName: 'call', aggregation: 'COUNT' },
    });
    await api.ask('mutation ($input: CreateProductInput!) { createProduct(input: $input) { __typename } }', {
      input: {
        key,
        name,
        currency: 'USD',
        interval: { unit: 'MONTH' },
        charges: [{ flat: { name: 'Fee', amount: '1' } }],
      },
    });
  }
});
afterAll(() => api.close());

type Found = Record<string, { nodes: { key: string }[] }>;

async function find(list: string, search: string | null): Promise<string[]> {
  const found = await api.ask<Found>(`query ($search: String) { ${list}(search: $search) { nodes { key } } }`, {
    search,
  });
  return (found[list]?.nodes ?? []).map(({ key }) => key);
}

test.each(['meters', 'products'])('%s are searched for a piece of text as it stands, in either case', async (list) => {
  for (const text of ['gpt', 'T-TOK', 'tokens of', '100%_m', '%_']) {
    expect(await find(list, text), text).toEqual(['gpt-tokens']);
  }
  for (const text of ['\u0000', '\ud800', '\\', 'x'.repeat(300)]) expect(await find(list, text), text).toEqual([]);
  for (const text of ['', null]) expect(await find(list, text)).toEqual(['gpt-tokens', 'other']);
});

test.each(['meters', 'products'])('the pages of %s that were found leave nothing out', async (list) => {
  const page = async (rest: string) =>
    (
      await api.ask<
        Record<string, { nodes: { key: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } }>
      >(`{ ${list}(search: "o", first: 1${rest}) { nodes { key } pageInfo { endCursor hasNextPage } } }`)
    )[list];
  const first = await page('');
  expect(first).toMatchObject({ nodes: [{ key: 'gpt-tokens' }], pageInfo: { hasNextPage: true } });
  const second = await page(`, after: "${first?.pageInfo.endCursor}"`);
  expect(second).toMatchObject({ nodes: [{ key: 'other' }], pageInfo: { hasNextPage: false } });
});
