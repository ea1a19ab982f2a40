import { type Ask, type FaultCase, mutate } from './case.ts';

const idOf = async (ask: Ask, name: string, thing: string, input: Record<string, unknown>): Promise<string> =>
  (await mutate<Record<string, { id: string }>>(ask, name, input, `${thing} { id }`))[thing]?.id as string;

const meterInput = (tag: string) => ({ key: tag, eventName: tag, aggregation: 'COUNT' });
const productInput = (tag: string) => ({
  key: tag,
  name: tag,
  currency: 'USD',
  interval: { unit: 'MONTH' },
  charges: [{ flat: { name: 'Base', amount: '1' } }],
});
const newCustomer = (ask: Ask, tag: string) => idOf(ask, 'createCustomer', 'customer', { externalId: tag });
const newMeter = (ask: Ask, tag: string) => idOf(ask, 'createMeter', 'meter', meterInput(tag));
const newProduct = (ask: Ask, tag: string) => idOf(ask, 'createProduct', 'product', productInput(tag));

const customer = (tag: string) => `{ customer(externalId: "${tag}") { name metadata archivedAt } }`;
const meter = (tag: string) => `{ meter(key: "${tag}") { name status archivedAt } }`;
const product = (tag: string) => `{ product(key: "${tag}") { name archivedAt version { number } } }`;
const creditType = (tag: string) => `{ creditType(key: "${tag}") { name precision } }`;

/** Customers, meters, products, credit types and what belongs to the workspace. */
export const thingCases: Record<string, FaultCase> = {
  createCustomer: {
    prepare: async (tag) => ({ externalId: tag, name: 'N', metadata: { a: 1 } }),
    state: customer,
    doneAlready: ['CustomerAlreadyExists'],
  },
  updateCustomer: { prepare: async (tag, ask) => ({ id: await newCustomer(ask, tag), name: 'Z' }), state: customer },
  archiveCustomer: { prepare: async (tag, ask) => ({ id: await newCustomer(ask, tag) }), state: customer },
  unarchiveCustomer: {
    async prepare(tag, ask) {
      const id = await newCustomer(ask, tag);
      await mutate(ask, 'archiveCustomer', { id });
      return { id };
    },
    state: customer,
  },
  createCustomerToken: {
    async prepare(tag, ask) {
      await newCustomer(ask, tag);
      return { customer: tag };
    },
    state: customer,
  },
  createMeter: { prepare: async (tag) => meterInput(tag), state: meter, doneAlready: ['MeterKeyTaken'] },
  updateMeter: { prepare: async (tag, ask) => ({ id: await newMeter(ask, tag), name: 'Z' }), state: meter },
  archiveMeter: { prepare: async (tag, ask) => ({ id: await newMeter(ask, tag) }), state: meter },
  unarchiveMeter: {
    async prepare(tag, ask) {
      const id = await newMeter(ask, tag);
      await mutate(ask, 'archiveMeter', { id });
      return { id };
    },
    state: meter,
  },
  createProduct: { prepare: async (tag) => productInput(tag), state: product, doneAlready: ['ProductKeyTaken'] },
  updateProduct: { prepare: async (tag, ask) => ({ id: await newProduct(ask, tag), name: 'Z' }), state: product },
  archiveProduct: { prepare: async (tag, ask) => ({ id: await newProduct(ask, tag) }), state: product },
  unarchiveProduct: {
    async prepare(tag, ask) {
      const id = await newProduct(ask, tag);
      await mutate(ask, 'archiveProduct', { id });
      return { id };
    },
    state: product,
  },
  createCreditType: {
    prepare: async (tag) => ({ key: tag, name: 'C', precision: 2 }),
    state: creditType,
    doneAlready: ['CreditTypeKeyTaken'],
  },
  createApiKey: {
    prepare: async (tag) => ({ name: tag, scopes: ['READ'] }),
    state: () => '{ workspace { name } }',
    repeats: true,
  },
  revokeApiKey: {
    prepare: async (tag, ask) => ({ id: await idOf(ask, 'createApiKey', 'apiKey', { name: tag, scopes: ['READ'] }) }),
    state: () => '{ workspace { name } }',
  },
  updateWorkspace: {
    async prepare(_tag, ask) {
      await mutate(ask, 'updateWorkspace', { invoiceGraceSeconds: 0 });
      return { invoiceGraceSeconds: 7 };
    },
    state: () => '{ workspace { invoiceGraceSeconds } }',
  },
};
