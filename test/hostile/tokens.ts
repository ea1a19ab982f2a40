import { asked, type HostileCase } from './case.ts';

const own = { as: 'token' } as const;
const forbidden = { code: 'FORBIDDEN' };

/** What a customer's token is used for that it is not for. */
export const tokens: readonly HostileCase[] = [
  {
    name: 'introspection by a token',
    sent: () => asked('{ __schema { queryType { name } } }', {}, own),
    must: { data: { __schema: { queryType: { name: 'Query' } } } },
  },
  ...[
    'recordEvent(input: { id: "1", name: "call", customer: "known" })',
    'recordEvents(input: { events: [{ id: "1", name: "call", customer: "known" }] })',
    'createCustomer(input: { externalId: "new" })',
    'createApiKey(input: { name: "mine", scopes: [ADMIN] })',
    'createCustomerToken(input: { customer: "other" })',
    'grantCredits(input: { customer: "known", creditType: "ai", amount: "1000000" })',
    'advanceClock(input: { to: "2036-01-01T00:00:00Z" })',
  ].map((field) => ({
    name: `${field.slice(0, field.indexOf('('))} by a token`,
    sent: () => asked(`mutation { ${field} { __typename } }`, {}, own),
    must: forbidden,
  })),
  ...[
    'customers { nodes { id } }',
    'events { nodes { id } }',
    'apiKeys { nodes { id } }',
    'meters { nodes { id } }',
  ].map((field) => ({
    name: `${field.slice(0, field.indexOf(' '))} by a token`,
    sent: () => asked(`{ ${field} }`, {}, own),
    must: forbidden,
  })),
  {
    name: 'another customer by a token',
    sent: () => asked('{ customer(externalId: "other") { id } }', {}, own),
    must: { data: { customer: null } },
  },
  {
    name: 'a live field of another customer by a token',
    sent: () =>
      asked(
        'subscription { usageUpdated(customer: "other", meter: "calls") { value } }',
        {},
        { ...own, headers: { accept: 'text/event-stream' } },
      ),
    must: { says: /FORBIDDEN|NOT_FOUND|"usageUpdated":null/ },
  },
];
