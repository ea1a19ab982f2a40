import type { As, TestApi } from './api.ts';

export type Result = {
  readonly __typename: string;
  readonly message?: string;
  readonly grant?: { readonly id: string; readonly status: string; readonly remaining: string };
  readonly hold?: { readonly id: string; readonly status: string; readonly captured: string | null };
  readonly balance?: { readonly balance: string; readonly available: string; readonly held: string };
  readonly required?: string;
  readonly available?: string;
  readonly held?: string;
  readonly status?: string;
  readonly issues?: readonly { readonly path: readonly string[]; readonly message: string }[];
};

type Mutation = 'grantCredits' | 'voidGrant' | 'adjustCredits' | 'placeHold' | 'captureHold' | 'releaseHold';

const short = '... on InsufficientCredits { required available held balance { balance available held } }';
const closed = '... on CreditHoldClosed { status }';
/** What its payload has besides the balance, and its errors besides those that all have. */
const selections: Record<Mutation, readonly [payload: string, errors: string]> = {
  grantCredits: ['grant { id status remaining }', ''],
  voidGrant: ['grant { id status remaining }', ''],
  adjustCredits: ['', short],
  placeHold: ['hold { id status captured }', short],
  captureHold: ['hold { id status captured }', `${short} ${closed}`],
  releaseHold: ['hold { id status captured }', closed],
};

/** What a test says about the credits `ai` of the customer `acme`, unless it says otherwise. */
export type Credits = {
  /** A customer nobody has had before, and the credit type. */
  someone(): Promise<{ readonly customer: string; readonly creditType: string }>;
  do(mutation: Mutation, input: object, as?: As): Promise<Result>;
  /** Gives the id. */
  grant(amount: string, more?: object): Promise<string>;
  hold(amount: string, more?: object): Promise<string>;
  /** `100 = 70 available, 30 held`: what is nothing besides is left out. */
  balance(customer?: string): Promise<string>;
  /** `DRAW -5 -> 95`, one for each entry. */
  ledger(customer?: string): Promise<string[]>;
};

/** The credit type is made with two decimals; customers are the test's own to make. */
export async function creditsOn(api: TestApi, as: As = { key: api.adminKey }): Promise<Credits> {
  await api.ask(
    `mutation { createCreditType(input: { key: "ai", name: "AI credits", precision: 2 }) { __typename } }`,
    {},
    as,
  );
  const account = { customer: 'acme', creditType: 'ai' };
  let customers = 0;
  const credits: Credits = {
    async someone() {
      customers += 1;
      const customer = `c${customers}`;
      await api.ask(`mutation { createCustomer(input: { externalId: "${customer}" }) { __typename } }`, {}, as);
      return { customer, creditType: 'ai' };
    },
    async do(mutation, input, by = as) {
      const Name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
      const [payload, errors] = selections[mutation];
      const { result } = await api.ask<{ result: Result }>(
        `mutation ($input: ${Name}Input!) { result: ${mutation}(input: $input) { __typename
          ... on ${Name}Payload { ${payload} balance { balance available held } }
          ... on Error { message } ... on InvalidInput { issues { path message } } ${errors} } }`,
        { input },
        by,
      );
      return result;
    },
    async grant(amount, more = {}) {
      const { grant, message } = await credits.do('grantCredits', { ...account, amount, ...more });
      if (grant === undefined) throw new Error(message);
      return grant.id;
    },
    async hold(amount, more = {}) {
      const { hold, message } = await credits.do('placeHold', { ...account, amount, ...more });
      if (hold === undefined) throw new Error(message);
      return hold.id;
    },
    async balance(customer = 'acme') {
      type Shown = { balance: string; available: string; held: string; debt: string };
      const { customer: found } = await api.ask<{ customer: { creditBalance: Shown } }>(
        `query ($customer: String!) { customer(externalId: $customer) {
          creditBalance(creditType: "ai") { balance available held debt } } }`,
        { customer },
        as,
      );
      const { balance, available, held, debt } = found.creditBalance;
      const more = [held === '0' ? '' : `, ${held} held`, debt === '0' ? '' : `, ${debt} owed`];
      return `${balance} = ${available} available${more.join('')}`;
    },
    async ledger(customer = 'acme') {
      type Entry = { kind: string; amount: string; balanceAfter: string };
      const { customer: found } = await api.ask<{ customer: { creditLedger: { nodes: Entry[] } } }>(
        `query ($customer: String!) { customer(externalId: $customer) {
          creditLedger(creditType: "ai", first: 200) { nodes { kind amount balanceAfter } } } }`,
        { customer },
        as,
      );
      return found.creditLedger.nodes.map(({ kind, amount, balanceAfter }) => `${kind} ${amount} -> ${balanceAfter}`);
    },
  };
  return credits;
}
