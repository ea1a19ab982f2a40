import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Client, type CreateMeterInput, unwrap } from '../../client/src/index.ts';
import { type TraceFacts, type TraceRow, traceEvents } from '../kit/trace.ts';

const granted = 100_000;
const customers = Array.from({ length: 20 }, (_, i) => `c${String(i).padStart(2, '0')}`);
const keyOf = (fact: string) => fact.replace(' ', '.');

/** Meters for every fact, and for each customer a subscription whose generated tokens draw on credits. */
export async function setUpTrace(client: Client, facts: TraceFacts): Promise<void> {
  for (const name of Object.keys(facts.values.all ?? {})) {
    const [aggregation, valueProperty] = name.split(' ') as [CreateMeterInput['aggregation'], string | undefined];
    const value = valueProperty === undefined ? {} : { valueProperty };
    unwrap(await client.createMeter({ key: keyOf(name), eventName: 'llm.request', aggregation, ...value }));
  }
  unwrap(
    await client.createMeter({ key: 'drawn', eventName: 'llm.draw', aggregation: 'SUM', valueProperty: 'tokens' }),
  );
  unwrap(await client.createCreditType({ key: 'ai', name: 'AI', precision: 0 }));
  const credits = { creditType: 'ai', unitsPerCredit: '1', whenExhausted: 'DEBT' as const };
  const charges = [{ usage: { name: 'Tokens', meter: 'drawn', credits } }];
  unwrap(
    await client.createProduct({ key: 'plan', name: 'Plan', currency: 'USD', interval: { unit: 'MONTH' }, charges }),
  );
  for (const customer of customers) {
    unwrap(await client.createCustomer({ externalId: customer }));
    unwrap(await client.createSubscription({ customer, product: 'plan' }));
    const amount = String(granted);
    unwrap(await client.grantCredits({ customer, creditType: 'ai', amount, idempotencyKey: customer }));
  }
}

/**
 * A file of one array of events a row: the row's own, as its README says, and one of now that draws as many credits as it
 * generated tokens. The same at every sending, as the import of a file is.
 */
export function writeEvents(rows: readonly TraceRow[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'misura-kills-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'events.ndjson');
  const timestamp = new Date().toISOString();
  const lines = traceEvents(rows).map((event, i) => {
    const properties = { tokens: rows[i]?.generatedTokens };
    const draw = { id: `draw ${event.id}`, name: 'llm.draw', customer: event.customer, timestamp, properties };
    return JSON.stringify([event, draw]);
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** Every fact of the trace, minute by minute too, and what is left of everybody's credits. */
export async function expectTrace(
  client: Client,
  rows: readonly TraceRow[],
  facts: TraceFacts,
  why: string,
): Promise<void> {
  for (const [who, values] of Object.entries(facts.values)) {
    for (const [name, value] of Object.entries(values)) {
      const meter = keyOf(name);
      const usage = who === 'all' ? client.meterUsage({ meter }) : client.customerUsage({ customer: who, meter });
      expect((await usage)?.value, `${name} of ${who}, ${why}`).toBe(value);
    }
  }
  const minutes = async (name: string) => {
    const period = { size: 'MINUTE' as const, from: '2023-11-16T18:17:00Z', to: '2023-11-16T19:15:00Z' };
    return (await client.meterUsageWindows({ meter: keyOf(name), ...period }))?.windows ?? [];
  };
  const [counts, generated] = [await minutes('COUNT'), await minutes('SUM generatedTokens')];
  expect(counts.filter(({ value }) => value !== '0')).toHaveLength(facts.minutesWithEvents);
  const found = counts.map(({ from, value }, i) => [
    from.slice(11, 16),
    { count: value, generatedTokens: generated[i]?.value },
  ]);
  expect(Object.fromEntries(found), why).toMatchObject(facts.minutes);

  for (const customer of customers) {
    const drawn = rows.filter((row) => row.customer === customer).reduce((sum, row) => sum + row.generatedTokens, 0);
    const balance = await client.creditBalance({ customer, creditType: 'ai' });
    expect(balance?.balance, `credits of ${customer}, ${why}`).toBe(String(granted - drawn));
  }
}
