import { readFileSync } from 'node:fs';
import { change, makeMeter, requires } from './kit/load.ts';
import { type Pair, reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const statementsMax = 4;
const rounds = 5;
const customerCount = 100;
const meters = ['context', 'generated', 'peak'];

/**
 * The usage of 100 customers on three meters in one query: how many statements PostgreSQL gets, by its own log. The
 * baseline is the bar, four statements.
 */
export async function statements(): Promise<void> {
  const server = await startBenchServer({ settings: ['log_statement=all'] });
  const sender = createSender(server.port, server.key, 1);
  try {
    await makeMeter(sender, 0);
    for (const [key, aggregation] of [
      ['generated', 'SUM'],
      ['peak', 'MAX'],
    ]) {
      const input = `{ key: "${key}", eventName: "llm.request", aggregation: ${aggregation}, valueProperty: "generatedTokens" }`;
      await change(sender, 'createMeter', input);
    }
    const events = Array.from({ length: customerCount }, (_, i) => ({
      id: `${i}`,
      name: 'llm.request',
      customer: `c${i}`,
      properties: { contextTokens: i, generatedTokens: i },
    }));
    const record = 'mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }';
    const input = { events, createCustomers: true };
    requires('Payload')(await sender.send(Buffer.from(JSON.stringify({ query: record, variables: { input } }))));

    const usages = meters.map((key) => `${key}: usage(meter: "${key}") { value }`);
    const query = `{ customers(first: ${customerCount}) { nodes { externalId ${usages.join(' ')} } } }`;
    const pairs: Pair[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = loggedStatements(server.postgresLog);
      requires(`"c${customerCount - 1}"`)(await sender.send(Buffer.from(JSON.stringify({ query }))));
      pairs.push({ measured: loggedStatements(server.postgresLog) - before, baseline: statementsMax });
    }
    reportRatio('statements', { atMost: 1 }, 'statements', pairs);
  } finally {
    sender.close();
    await server.close();
  }
}

/** Those that the server has sent, the look-up of a key included, those of its jobs not. */
function loggedStatements(file: string): number {
  const sent = /LOG: {2}(statement|execute [^:]+): (?!BEGIN|COMMIT|ROLLBACK)(?!.*\bjobs?\b)/g;
  return readFileSync(file, 'utf8').match(sent)?.length ?? 0;
}
