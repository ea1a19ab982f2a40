import type { createSender } from './send.ts';

export type Sender = ReturnType<typeof createSender>;

/** Whether the events of a load draw credits of their customers in the transaction that records them. */
export type Kind = 'plain' | 'drawing';

export const kinds: readonly Kind[] = ['plain', 'drawing'];

/** The figure's name for a kind: that with credits is a figure of its own, under the same bar. */
export const figureName = (name: string, kind: Kind) => (kind === 'plain' ? name : `${name}-credits`);

/** Throws unless the answer has this. */
export function requires(text: string): (answer: string) => void {
  return (answer) => {
    if (!answer.includes(text)) throw new Error(answer.slice(0, 500));
  };
}

export type Load = {
  /** Ids of another one are other events. */
  readonly run: string;
  readonly kind: Kind;
  readonly events: number;
  readonly batchSize: number;
  /** How many customers they are of, in turn. */
  readonly customers: number;
  /** When each happened, as RFC 3339; without it they happen as they are recorded. */
  readonly times?: (event: number) => string;
};

/**
 * Requests that record a load, ready to be sent. Those of one event use `recordEvent`. `customerOf` says whose each event is:
 * without it all customers have theirs in turn.
 */
export function recordRequests(
  { run, kind, events, batchSize, customers, times }: Load,
  customerOf = (event: number) => event % customers,
): Buffer[] {
  return Array.from({ length: Math.ceil(events / batchSize) }, (_, batch) => {
    const first = batch * batchSize;
    const batchOf = Array.from({ length: Math.min(batchSize, events - first) }, (_, i) =>
      eventOf(run, first + i, customerName(kind, customerOf(first + i)), times),
    );
    const [only] = batchOf;
    return Buffer.from(
      batchSize === 1
        ? JSON.stringify({ query: recordOne, variables: { input: { ...only, createCustomers: true } } })
        : JSON.stringify({ query: recordMany, variables: { input: { events: batchOf, createCustomers: true } } }),
    );
  });
}

/** Sends a load and gives events per second. Throws unless every event is recorded, or every one is a duplicate. */
export async function sendLoad(sender: Sender, load: Load, outcome: 'recorded' | 'duplicates' = 'recorded') {
  const requests = recordRequests(load);
  const expected = load.batchSize === 1 ? `"duplicate":${outcome === 'duplicates'}` : `"${outcome}":${load.batchSize}`;
  const ms = await sender.sendAll(requests, requires(expected));
  return (load.events / ms) * 1000;
}

const recordOne = `mutation recordEvent($input: RecordEventInput!) {
  recordEvent(input: $input) { __typename ... on RecordEventPayload { duplicate } ... on Error { message } }
}`;
const recordMany = `mutation recordEvents($input: RecordEventsInput!) {
  recordEvents(input: $input) { __typename ... on RecordEventsPayload { recorded duplicates rejected { index code } } }
}`;

export const customerName = (kind: Kind, n: number) => `${kind}-${n}`;

function eventOf(run: string, i: number, customer: string, times: Load['times']) {
  return {
    id: `${run}-${i}`,
    name: 'llm.request',
    customer,
    ...(times === undefined ? {} : { timestamp: times(i) }),
    properties: { contextTokens: (i * 7919) % 7500, generatedTokens: (i * 104_729) % 1900 },
  };
}

/** One SUM meter over the events of every load, and so many customers whose events draw on a plan's credits. */
export async function makeMeter(sender: Sender, drawingCustomers: number): Promise<void> {
  await change(
    sender,
    'createMeter',
    '{ key: "context", eventName: "llm.request", aggregation: SUM, valueProperty: "contextTokens" }',
  );
  if (drawingCustomers === 0) return;
  await change(sender, 'createCreditType', '{ key: "credits", name: "Credits", precision: 0 }');
  await change(
    sender,
    'createProduct',
    `{ key: "plan", name: "Plan", currency: "USD", interval: { unit: MONTH },
      charges: [{ usage: { name: "Tokens", meter: "context", credits: { creditType: "credits", unitsPerCredit: "1000" } } }],
      creditGrants: [{ creditType: "credits", amount: "1000000000" }] }`,
  );
  for (let i = 0; i < drawingCustomers; i += 1) {
    const name = customerName('drawing', i);
    await change(sender, 'createCustomer', `{ externalId: "${name}" }`);
    await change(sender, 'createSubscription', `{ customer: "${name}", product: "plan" }`);
  }
}

/** Sends a mutation; gives its whole answer, and throws unless it succeeded. */
export async function change(sender: Sender, name: string, input: string, select = ''): Promise<string> {
  const query = `mutation { r: ${name}(input: ${input}) { __typename ${select} } }`;
  const answer = await sender.send(Buffer.from(JSON.stringify({ query })));
  requires('Payload')(answer);
  return answer;
}
