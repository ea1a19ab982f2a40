import { afterAll, beforeAll, expect, test } from 'vitest';
import * as generated from '../../client/src/generated/documents.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.ask(`mutation {
    createCustomer(input: { externalId: "ada" }) { __typename }
    createMeter(input: { key: "calls", eventName: "call", aggregation: COUNT }) { __typename }
  }`);
});
afterAll(() => api.close());

const lists = Object.entries(generated)
  .map(([name, document]): [string, string] => [name.replace('Document', ''), String(document)])
  .filter(([, document]) => /\$first\b/.test(document));

test('there are lists', () => {
  expect(lists.map(([name]) => name)).toEqual(expect.arrayContaining(['Invoices', 'Products', 'Customers', 'Events']));
});

// All the fields of all the items, which is more than most ask for: a page that nobody made longer must not be too large.
test.each(lists)(
  'the method for %s is answered when it is called without the size of a page',
  async (_name, document) => {
    const { errors } = await api.execute(document, {
      customer: 'ada',
      meter: 'calls',
      creditType: 'ai',
    });
    expect(errors).toEqual([]);
  },
);
