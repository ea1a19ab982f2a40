import type { Answer, As, TestApi } from './api.ts';

export type LiveUsage = {
  readonly value: string | null;
  readonly eventCount: string;
  readonly meter: { readonly status: string; readonly name: string };
};

/** Without a customer, all of them. */
export type Watched = { readonly customer?: string; readonly meter: string; readonly from?: string };

/** A live field, with what a test wants of each message; what it refuses, or is cut by, as a text like `NOT_FOUND: …`. */
export type Feed<T> = {
  /** Null: the stream has ended. */
  next(): Promise<T | string | null>;
  return(): Promise<unknown>;
};

export async function watchUsage(api: TestApi, watched: Watched, as?: As): Promise<Feed<LiveUsage>> {
  const document = `subscription ($customer: String, $meter: String!, $from: DateTime) {
    usageUpdated(customer: $customer, meter: $meter, from: $from) { value eventCount meter { status name } } }`;
  const messages = await api.subscribe<{ usageUpdated: LiveUsage }>(document, watched, as);
  return feed(messages, ({ usageUpdated }) => usageUpdated);
}

/** The value alone. */
export async function watchValue(api: TestApi, watched: Watched, as?: As): Promise<Feed<string | null>> {
  const usage = await watchUsage(api, watched, as);
  return {
    async next() {
      const message = await usage.next();
      return message !== null && typeof message === 'object' ? message.value : message;
    },
    return: usage.return,
  };
}

/** The ids of events, as they are recorded. */
export async function watchEvents(
  api: TestApi,
  filter: { readonly customer?: string; readonly name?: string } = {},
  as?: As,
): Promise<Feed<string>> {
  const document = `subscription ($customer: String, $name: String) {
    eventRecorded(customer: $customer, name: $name) { eventId } }`;
  const messages = await api.subscribe<{ eventRecorded: { eventId: string } }>(document, filter, as);
  return feed(messages, ({ eventRecorded }) => eventRecorded.eventId);
}

/** `5 = 3 available, version 1, grants 5`. */
export async function watchBalance(
  api: TestApi,
  account: { readonly customer: string; readonly creditType: string },
  as?: As,
): Promise<Feed<string>> {
  type Shown = { balance: string; available: string; version: string; grants: { remaining: string }[] };
  const document = `subscription ($customer: String!, $creditType: String!) {
    creditBalanceUpdated(customer: $customer, creditType: $creditType) { balance available version grants { remaining } } }`;
  const messages = await api.subscribe<{ creditBalanceUpdated: Shown }>(document, account, as);
  return feed(messages, ({ creditBalanceUpdated: { balance, available, version, grants } }) =>
    [`${balance} = ${available} available, version ${version}, grants`, ...grants.map((one) => one.remaining)].join(
      ' ',
    ),
  );
}

/** `AMOUNT 2: 1 available`. */
export async function watchAlerts(api: TestApi, customer: string, as?: As): Promise<Feed<string>> {
  type Shown = { kind: string; value: string; available: string };
  const document = `subscription ($customer: String!) { creditAlertRaised(customer: $customer) { kind value available } }`;
  const messages = await api.subscribe<{ creditAlertRaised: Shown }>(document, { customer }, as);
  return feed(
    messages,
    ({ creditAlertRaised: { kind, value, available } }) => `${kind} ${value}: ${available} available`,
  );
}

function feed<T, U>(messages: AsyncIterableIterator<Answer<T>>, pick: (data: T) => U): Feed<U> {
  return {
    async next() {
      const { value, done } = await messages.next();
      if (done === true) return null;
      const { data, errors } = value as Answer<T>;
      const [error] = errors;
      if (error !== undefined) return `${error.extensions?.code}: ${error.message}`;
      return data === null ? null : pick(data);
    },
    return: async () => await messages.return?.(),
  };
}
