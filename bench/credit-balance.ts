import { reportRatio } from './kit/ratio.ts';
import { createSender } from './kit/send.ts';
import { startBenchServer } from './kit/server.ts';

const bar = { atLeast: 0.5 };
const rounds = 5;
const connections = 16;
const requestCount = 3_000;

/**
 * `creditBalance` per second. The baseline reads the same customer by its id, a primary key, through the same server: at
 * half of that a balance takes twice as long.
 */
export async function creditBalance(): Promise<void> {
  const server = await startBenchServer();
  const sender = createSender(server.port, server.key, connections);
  try {
    const ask = async (query: string) => {
      const answer = await sender.send(Buffer.from(JSON.stringify({ query })));
      if (answer.includes('"errors"')) throw new Error(answer);
      return answer;
    };
    await ask('mutation { createCreditType(input: { key: "ai", name: "AI", precision: 2 }) { __typename } }');
    const made = await ask(
      'mutation { createCustomer(input: { externalId: "acme" }) { ... on CreateCustomerPayload { customer { id } } } }',
    );
    const id = /cus_\w+/.exec(made)?.[0] ?? '';
    for (let i = 0; i < 5; i += 1) {
      await ask(
        'mutation { grantCredits(input: { customer: "acme", creditType: "ai", amount: "100" }) { __typename } }',
      );
    }
    const read = (fields: string) => async () => {
      const body = Buffer.from(JSON.stringify({ query: `{ customer(id: "${id}") { externalId ${fields} } }` }));
      const bodies = new Array<Buffer>(requestCount).fill(body);
      const ms = await sender.sendAll(bodies, (answer) => {
        if (!answer.includes('acme')) throw new Error(answer.slice(0, 500));
      });
      return (requestCount / ms) * 1000;
    };
    const plain = read('');
    const balance = read('creditBalance(creditType: "ai") { balance held available version }');
    const pairs: { measured: number; baseline: number }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const pair = { baseline: await plain(), measured: await balance() };
      if (round > 0) pairs.push(pair);
    }
    reportRatio('credit-balance', bar, 'requests/s', pairs);
  } finally {
    sender.close();
    await server.close();
  }
}
