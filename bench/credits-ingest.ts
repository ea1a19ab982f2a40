import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const bar = { atLeast: 0.5 };
const rounds = 5;
const eventCount = 50_000;
const batchSize = 1_000;
const connections = 4;
const customerCount = 20;

/**
 * recordEvents, 1,000 events a request, where every event draws credits of its customer in the transaction that records
 * it. The baseline is the same load of other customers, who have no credits, over the same meter.
 */
export async function creditsIngest(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, connections);
  try {
    await setUp(sender.send);
    const pairs: Pair[] = [];
    // The first round warms both up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const plain = await measure(sender, 'plain', round);
      const drawing = await measure(sender, 'drawing', round);
      if (round > 0) pairs.push({ measured: drawing, baseline: plain });
    }
    await requireDrawn(server.pool, (rounds + 1) * eventCount);
    console.log(
      `${eventCount} events a round, ${batchSize} a request, ${connections} connections, ${customerCount} customers`,
    );
    reportRatio('credits-ingest', bar, 'events/s', pairs);
  } finally {
    sender.close();
    await server.close();
  }
}

type Sender = ReturnType<typeof createSender>;

async function measure(sender: Sender, kind: 'plain' | 'drawing', round: number): Promise<number> {
  const bodies = requestBodies(kind, round);
  const ms = await sender.sendAll(bodies, (answer) => {
    if (!answer.includes(`"recorded":${batchSize}`)) throw new Error(answer.slice(0, 500));
  });
  return (eventCount / ms) * 1000;
}

function requestBodies(kind: string, round: number): Buffer[] {
  const query = `mutation recordEvents($input: RecordEventsInput!) {
    recordEvents(input: $input) { __typename ... on RecordEventsPayload { recorded rejected { code } } }
  }`;
  return Array.from({ length: eventCount / batchSize }, (_, batch) => {
    const events = Array.from({ length: batchSize }, (_, i) => ({
      id: `${round}-${batch * batchSize + i}`,
      name: 'llm.request',
      customer: `${kind}-${i % customerCount}`,
      properties: { contextTokens: (i * 7919) % 7500, generatedTokens: (i * 104_729) % 1900 },
    }));
    return Buffer.from(JSON.stringify({ query, variables: { input: { events, createCustomers: true } } }));
  });
}

async function setUp(send: Sender['send']): Promise<void> {
  const change = async (name: string, input: string) => {
    const answer = await send(
      Buffer.from(JSON.stringify({ query: `mutation { r: ${name}(input: ${input}) { __typename } }` })),
    );
    if (!answer.includes('Payload')) throw new Error(answer);
  };
  await change(
    'createMeter',
    '{ key: "context", eventName: "llm.request", aggregation: SUM, valueProperty: "contextTokens" }',
  );
  await change('createCreditType', '{ key: "credits", name: "Credits", precision: 0 }');
  await change(
    'createProduct',
    `{ key: "plan", name: "Plan", currency: "USD", interval: { unit: MONTH, count: 1 },
      charges: [{ usage: { name: "Tokens", meter: "context", credits: { creditType: "credits", unitsPerCredit: "1000" } } }],
      creditGrants: [{ creditType: "credits", amount: "1000000000" }] }`,
  );
  for (let i = 0; i < customerCount; i += 1) {
    await change('createCustomer', `{ externalId: "drawing-${i}" }`);
    await change('createSubscription', `{ customer: "drawing-${i}", product: "plan" }`);
  }
}

async function requireDrawn(
  pool: { query: (text: string) => Promise<{ rows: unknown[] }> },
  events: number,
): Promise<void> {
  const { rows } = await pool.query(`
    SELECT (SELECT sum(event_count) FROM credit_draw)::text AS counted,
      (SELECT sum(drawn) FROM credit_draw) + (SELECT sum(amount) FROM credit_ledger_entry WHERE kind = 'DRAW') AS off`);
  const [row] = rows as { counted: string; off: string }[];
  if (row?.counted !== String(events) || Number(row.off) !== 0) throw new Error(`Not drawn: ${JSON.stringify(row)}`);
}
