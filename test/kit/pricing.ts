import { expect } from 'vitest';
import type { As, TestApi } from './api.ts';
import { type Metering, meteringOn } from './metering.ts';

type Amount = { readonly amount: string };
export type TierAnswer = {
  readonly value: unknown;
  readonly from: string;
  readonly upTo: string | null;
  readonly quantity: string;
  readonly unitAmount: Amount;
  readonly flatAmount: Amount;
  readonly amount: Amount;
};
export type LineAnswer = {
  readonly kind: string;
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly quantity: string;
  readonly included: string | null;
  readonly billable: string | null;
  readonly amount: Amount;
  readonly meter: { readonly key: string } | null;
  readonly tiers: readonly TierAnswer[];
  readonly events: { readonly nodes: readonly { readonly eventId: string }[] };
};
export type InvoiceAnswer = {
  readonly id: string;
  readonly status: string;
  readonly number: string | null;
  readonly currency: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly finalizesAt: string | null;
  readonly finalizedAt: string | null;
  readonly voidReason: string | null;
  readonly reissueOf: { readonly id: string } | null;
  readonly reissuedAs: { readonly id: string } | null;
  readonly total: Amount;
  readonly lines: readonly LineAnswer[];
};
export type SubscriptionAnswer = {
  readonly id: string;
  readonly status: string;
  readonly quantity: number;
  readonly version: { readonly number: number };
  readonly currentPeriod: { readonly from: string; readonly to: string } | null;
  readonly upcomingInvoice: InvoiceAnswer | null;
};

/** What a test of the rules about money says to a server. Periods are of one day unless said otherwise. */
export type Pricing = Metering & {
  /** A product in USD. Gives its key. */
  product(charges: readonly object[], more?: object): Promise<string>;
  /** Another version of the product. Gives its number. */
  reprice(product: string, charges: readonly object[]): Promise<number>;
  /** Makes the customer, if there is none, and gives the subscription's id. */
  subscribe(customer: string, product: string, more?: object): Promise<string>;
  change(id: string, more: object): Promise<void>;
  cancel(id: string, when: 'IMMEDIATELY' | 'AT_PERIOD_END'): Promise<void>;
  subscription(id: string): Promise<SubscriptionAnswer>;
  upcoming(customer: string): Promise<InvoiceAnswer | null>;
  /** In the order in which their periods ended. */
  invoices(customer: string): Promise<InvoiceAnswer[]>;
  /** Gives the void invoice and the one issued instead. */
  voidInvoice(id: string, reason?: string): Promise<{ invoice: InvoiceAnswer; reissued: InvoiceAnswer }>;
  now(): Promise<string>;
  advance(to: string): Promise<void>;
  /** The invoice of a new customer who used this, told while it is upcoming and again, the same, when it is final. */
  billed(bought: Bought, used: readonly object[]): Promise<InvoiceAnswer>;
};

export type Bought = {
  readonly charges: readonly object[];
  readonly quantity?: number | undefined;
  readonly currency?: string | undefined;
};

const lineFields = `kind name from to quantity included billable amount { amount } meter { key }
  tiers { value from upTo quantity unitAmount { amount } flatAmount { amount } amount { amount } }
  events { nodes { eventId } }`;
const issues = '... on InvalidInput { issues { path message } }';
const invoiceFields = `id status number currency periodStart periodEnd finalizesAt finalizedAt voidReason
  reissueOf { id } reissuedAs { id } total { amount } lines { ${lineFields} }`;

export function pricingOn(api: TestApi, as: As = { key: api.adminKey }): Pricing {
  const metering = meteringOn(api, as);

  /** One change, which throws where it is refused. `more` is what a refusal may say besides its message. */
  async function change<T>(field: string, input: object, selection: string, more = issues): Promise<T> {
    const Type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
    const { result } = await api.ask<{ result: T & { __typename: string } }>(
      `mutation ($input: ${Type}Input!) { result: ${field}(input: $input) { __typename
        ... on ${Type}Payload { ${selection} } ... on Error { message } ${more} } }`,
      { input },
      as,
    );
    if (result.__typename !== `${Type}Payload`) throw new Error(`Refused: ${JSON.stringify(result)}`);
    return result;
  }

  const ofCustomer = async <T>(customer: string, selection: string) => {
    const document = `query ($customer: String!) { customer(externalId: $customer) { ${selection} } }`;
    return (await api.ask<{ customer: T }>(document, { customer }, as)).customer;
  };

  const pricing: Pricing = {
    ...metering,
    async product(charges, more = {}) {
      const key = metering.unused('product');
      const input = { key, name: key, currency: 'USD', interval: { unit: 'DAY', count: 1 }, charges, ...more };
      await change('createProduct', input, 'product { id }');
      return key;
    },
    async reprice(product, charges) {
      const found = await api.ask<{ product: { id: string } }>(
        'query ($key: String!) { product(key: $key) { id } }',
        { key: product },
        as,
      );
      type Repriced = { product: { version: { number: number } } };
      const input = { id: found.product.id, charges };
      return (await change<Repriced>('updateProduct', input, 'product { version { number } }')).product.version.number;
    },
    async subscribe(customer, product, more = {}) {
      const document = `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } }`;
      await api.ask(document, { input: { externalId: customer } }, as);
      const input = { customer, product, ...more };
      type Subscribed = { subscription: { id: string } };
      return (await change<Subscribed>('createSubscription', input, 'subscription { id }')).subscription.id;
    },
    change: (id, more) => change('changeSubscription', { id, ...more }, 'subscription { id }'),
    cancel: (id, when) => change('cancelSubscription', { id, when }, 'subscription { id }', ''),
    async subscription(id) {
      const document = `query ($id: ID!) { subscription(id: $id) { id status quantity version { number }
        currentPeriod { from to } upcomingInvoice { ${invoiceFields} } } }`;
      return (await api.ask<{ subscription: SubscriptionAnswer }>(document, { id }, as)).subscription;
    },
    async upcoming(customer) {
      type Told = { upcomingInvoice: InvoiceAnswer | null };
      return (await ofCustomer<Told>(customer, `upcomingInvoice { ${invoiceFields} }`)).upcomingInvoice;
    },
    async invoices(customer) {
      type Listed = { invoices: { nodes: InvoiceAnswer[] } };
      const { invoices } = await ofCustomer<Listed>(customer, `invoices(first: 10) { nodes { ${invoiceFields} } }`);
      return invoices.nodes.reverse();
    },
    voidInvoice: (id, reason) =>
      change('voidInvoice', { id, reason }, `invoice { ${invoiceFields} } reissued { ${invoiceFields} }`, ''),
    now: async () => (await api.ask<{ workspace: { now: string } }>('{ workspace { now } }', {}, as)).workspace.now,
    advance: (to) => change('advanceClock', { to }, 'periodsClosed'),
    async billed({ charges, quantity = 1, currency = 'USD' }, used) {
      const customer = metering.unused('customer');
      const id = await pricing.subscribe(customer, await pricing.product(charges, { currency }), { quantity });
      if (used.length > 0) await metering.record(used.map((properties) => ({ customer, properties })));
      const upcoming = await pricing.upcoming(customer);
      expect(upcoming?.status).toBe('UPCOMING');
      await pricing.advance(later(upcoming?.periodEnd ?? '', 3600));
      await pricing.cancel(id, 'IMMEDIATELY');
      const final = (await pricing.invoices(customer)).find((invoice) => invoice.id === upcoming?.id);
      expect([final?.status, final?.lines, final?.total]).toEqual(['FINAL', upcoming?.lines, upcoming?.total]);
      return final as InvoiceAnswer;
    },
  };
  return pricing;
}

/** So many seconds later. */
export const later = (instant: string, seconds: number) =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString().replace('.000Z', 'Z');

/** Each line in few words, e.g. `USAGE Calls 75`. */
export function brief(invoice: InvoiceAnswer | null | undefined): string[] | null {
  return invoice?.lines.map(({ kind, name, amount }) => `${kind} ${name} ${amount.amount}`) ?? null;
}

export const perUnit = (unitAmount: string) => ({ perUnit: { unitAmount } });
export const flat = (amount: string, more: object = {}) => ({ flat: { name: 'Base', amount, ...more } });
export const usage = (meter: string, pricing: object, more: object = {}) => ({
  usage: { name: 'Calls', meter, pricing, ...more },
});
