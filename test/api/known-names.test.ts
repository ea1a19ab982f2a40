import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  await misura.meter({ key: 'calls', aggregation: 'COUNT' });
  await misura.record([{ customer: 'acme' }, { customer: 'acme' }, { customer: 'bolt' }]);
  // From here on, both customers and the meter have been found once.
  expect([
    await misura.value('calls', { customer: 'acme' }),
    await misura.value('calls', { customer: 'bolt' }),
  ]).toEqual(['2', '1']);
});
afterAll(() => api.close());

const usageOfAcme = '{ customer(externalId: "acme") { usage(meter: "calls") { value } } }';

test('a customer that is known to the server stays unknown to those who may not see them', async () => {
  const { createCustomerToken: token } = await api.ask<{ createCustomerToken: { token: string } }>(
    `mutation { createCustomerToken(input: { customer: "bolt" }) { ... on CreateCustomerTokenPayload { token } } }`,
  );
  const own = '{ customer(externalId: "bolt") { usage(meter: "calls") { value } } }';
  expect(await api.ask(usageOfAcme, {}, token)).toEqual({ customer: null });
  expect(await api.ask(own, {}, token)).toEqual({ customer: { usage: { value: '1' } } });

  const { adminKey } = await api.secondWorkspace();
  expect(await api.ask(usageOfAcme, {}, { key: adminKey })).toEqual({ customer: null });
  const here = '{ meter(key: "calls") { key } }';
  expect(await api.ask(here, {}, { key: adminKey })).toEqual({ meter: null });
});

test('what may change of a known customer is read anew, however it is asked for', async () => {
  const { customer } = await api.ask<{ customer: { id: string } }>('{ customer(externalId: "acme") { id } }');
  const rename = 'mutation ($id: ID!) { updateCustomer(input: { id: $id, name: "Acme AG" }) { __typename } }';
  await api.ask(rename, customer);
  const ways = [
    '{ customer(externalId: "acme") { id name } }',
    '{ customer(externalId: "acme") { ...Named } } fragment Named on Customer { name }',
    '{ customer(externalId: "acme") { id ... { ... on Customer { name } } } }',
    '{ customer(externalId: "acme") { id ... on Node { ... on Customer { name } } } }',
    '{ customer(externalId: "acme") { id } customer(externalId: "acme") { name } }',
  ];
  for (const document of ways) {
    expect(await api.ask(document), document).toMatchObject({ customer: { name: 'Acme AG' } });
  }
  expect(await api.ask('{ customer(externalId: "acme") { externalId: id id: externalId } }')).toMatchObject({
    customer: { id: 'acme', externalId: expect.stringMatching(/^cus_/) },
  });
});

test('a known meter that is counted anew elsewhere answers with its new count, and is building until that is done', async () => {
  const there = await api.anotherInstance();
  const elsewhere = meteringOn(there);
  await misura.changeMeter('archiveMeter', 'calls');
  await elsewhere.record([{ customer: 'acme' }]);
  expect(await misura.value('calls', { customer: 'acme' })).toBe('2');
  await elsewhere.changeMeter('unarchiveMeter', 'calls');
  await there.built();
  expect(await misura.value('calls', { customer: 'acme' })).toBe('3');
  const asked = { customer: 'acme', size: 'DAY', from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
  expect(await misura.windows('calls', asked)).toMatchObject([{ value: '3' }]);
  await there.close();
});

test('while it is counted anew elsewhere a known meter says no number', async () => {
  const there = await api.anotherInstance();
  await misura.meter({ key: 'more', aggregation: 'COUNT', eventName: 'more' });
  for (let sent = 0; sent < 25_000; sent += 5_000) {
    await misura.record(
      Array.from({ length: 5_000 }, (_, i) => ({ id: `m${sent + i}`, name: 'more', customer: 'acme' })),
    );
  }
  expect(await misura.value('more', { customer: 'acme' })).toBe('25000');
  there.holdBuilds();
  await meteringOn(there).changeMeter('archiveMeter', 'more');
  await meteringOn(there).changeMeter('unarchiveMeter', 'more');
  expect(await misura.value('more', { customer: 'acme' })).toBeNull();
  await there.built();
  expect(await misura.value('more', { customer: 'acme' })).toBe('25000');
  await there.close();
});
