import { type Ask, type FaultCase, mutate } from './case.ts';

/** A customer with 100 credits, of whom each "call" draws one, on a plan of a dollar a month. */
async function subscriber(tag: string, ask: Ask): Promise<string> {
  await mutate(ask, 'createCustomer', { externalId: tag });
  type Made = { subscription: { id: string } };
  const { subscription } = await mutate<Made>(
    ask,
    'createSubscription',
    { customer: tag, product: 'plan' },
    'subscription { id }',
  );
  return subscription.id;
}

async function creditor(tag: string, ask: Ask): Promise<void> {
  await mutate(ask, 'createCustomer', { externalId: tag });
  await mutate(ask, 'grantCredits', { customer: tag, creditType: 'ai', amount: '10' });
}

const event = (tag: string, id: string) => ({ id, name: 'call', customer: tag, timestamp: '2026-03-01T12:00:00Z' });
const credits = { creditType: 'ai', amount: '4' };

const usage = (tag: string) => `{ customer(externalId: "${tag}") {
  usage(meter: "calls") { value eventCount } events { nodes { eventId } }
  creditBalance(creditType: "ai") { balance available version } } }`;
const ledger = (tag: string) => `{ customer(externalId: "${tag}") {
  creditBalance(creditType: "ai") { balance available held debt version grants { amount remaining status } }
  creditLedger(creditType: "ai") { nodes { kind amount balanceAfter eventCount } }
  creditHolds { nodes { amount captured status } } } }`;
const billing = (tag: string) => `{ customer(externalId: "${tag}") {
  subscriptions { nodes { status quantity startsAt endsAt version { number } product { key } pendingChange { __typename } } }
  invoices { nodes { status periodStart periodEnd total { amount } lines { name quantity amount { amount } } } }
  creditBalance(creditType: "ai") { balance available version } } }`;

async function hold(tag: string, ask: Ask): Promise<string> {
  await creditor(tag, ask);
  type Made = { hold: { id: string } };
  return (await mutate<Made>(ask, 'placeHold', { customer: tag, ...credits }, 'hold { id }')).hold.id;
}

/** Events, credits, subscriptions and invoices. */
export const usageCases: Record<string, FaultCase> = {
  recordEvent: {
    async prepare(tag, ask) {
      await subscriber(tag, ask);
      return { ...event(tag, 'a'), requireCredits: true };
    },
    state: usage,
  },
  recordEvents: {
    async prepare(tag, ask) {
      await subscriber(tag, ask);
      const others = ['a', 'b'].map((id) => event(`${tag}-new`, id));
      return { createCustomers: true, events: [event(tag, 'a'), event(tag, 'b'), event(tag, 'b'), ...others] };
    },
    state: usage,
  },
  voidEvents: {
    async prepare(tag, ask) {
      await subscriber(tag, ask);
      await mutate(ask, 'recordEvents', { events: ['a', 'b', 'c'].map((id) => event(tag, id)) });
      return { customer: tag, ids: ['a', 'b'] };
    },
    state: usage,
  },
  grantCredits: {
    async prepare(tag, ask) {
      await creditor(tag, ask);
      return { customer: tag, ...credits, idempotencyKey: tag };
    },
    state: ledger,
  },
  adjustCredits: {
    async prepare(tag, ask) {
      await creditor(tag, ask);
      return { customer: tag, creditType: 'ai', amount: '-3', idempotencyKey: tag };
    },
    state: ledger,
  },
  voidGrant: {
    async prepare(tag, ask) {
      await mutate(ask, 'createCustomer', { externalId: tag });
      type Made = { grant: { id: string } };
      const made = await mutate<Made>(ask, 'grantCredits', { customer: tag, ...credits }, 'grant { id }');
      return { grant: made.grant.id, idempotencyKey: tag };
    },
    state: ledger,
  },
  placeHold: {
    async prepare(tag, ask) {
      await creditor(tag, ask);
      return { customer: tag, ...credits, idempotencyKey: tag };
    },
    state: ledger,
  },
  captureHold: {
    prepare: async (tag, ask) => ({ hold: await hold(tag, ask), amount: '3', idempotencyKey: tag }),
    state: ledger,
  },
  releaseHold: {
    prepare: async (tag, ask) => ({ hold: await hold(tag, ask), idempotencyKey: tag }),
    state: ledger,
  },
  createSubscription: {
    async prepare(tag, ask) {
      await mutate(ask, 'createCustomer', { externalId: tag });
      return { customer: tag, product: 'plan', idempotencyKey: tag };
    },
    state: billing,
  },
  changeSubscription: {
    prepare: async (tag, ask) => ({
      id: await subscriber(tag, ask),
      quantity: 3,
      when: 'IMMEDIATELY',
      idempotencyKey: tag,
    }),
    state: billing,
  },
  cancelSubscription: {
    prepare: async (tag, ask) => ({ id: await subscriber(tag, ask), when: 'IMMEDIATELY', idempotencyKey: tag }),
    state: billing,
  },
  voidInvoice: {
    async prepare(tag, ask) {
      await subscriber(tag, ask);
      const { workspace } = await ask<{ workspace: { now: string } }>('{ workspace { now } }');
      await mutate(ask, 'advanceClock', { to: new Date(Date.parse(workspace.now) + 60_000).toISOString() });
      type Found = { customer: { invoices: { nodes: { id: string; status: string }[] } } };
      const found = await ask<Found>(`{ customer(externalId: "${tag}") { invoices { nodes { id status } } } }`);
      const final = found.customer.invoices.nodes.find(({ status }) => status === 'FINAL');
      return { id: final?.id ?? '', idempotencyKey: tag };
    },
    state: billing,
  },
  advanceClock: {
    async prepare(tag, ask) {
      await subscriber(tag, ask);
      const { workspace } = await ask<{ workspace: { now: string } }>('{ workspace { now } }');
      return { to: new Date(Date.parse(workspace.now) + 3_600_000).toISOString() };
    },
    state: billing,
  },
};
