import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../src/actions/audit.ts';
import { resumeBuilds } from '../../src/actions/build-meter.ts';
import { type Answer, createTestApi, type TestApi } from '../kit/api.ts';
import { expectSoundCredits } from '../kit/credit-invariants.ts';
import { type FaultCase, mutate } from './case.ts';
import { thingCases } from './cases-things.ts';
import { usageCases } from './cases-usage.ts';
import { type Cut, type FaultyProxy, startFaultyProxy } from './proxy.ts';

const cases: Record<string, FaultCase> = { ...thingCases, ...usageCases };
// Nothing lasts of these, in a transaction or not.
const reads = new Set(['SELECT', 'BEGIN', 'ROLLBACK']);

/** Before and after which units of work a mutation is cut: each so manieth from the first. */
export type Grid = {
  readonly before: number;
  readonly after: { readonly side: 'AFTER' | 'AFTER_LASTING'; readonly step: number };
};

/**
 * Tests every mutation of the contract with its statements interrupted. In a transaction a cut undoes a statement that was
 * done as it keeps away one that was not, and the server hears the same of both: what a cut after it can show is shown by a
 * cut before it, unless no transaction is open then.
 */
export function testInterruptedStatements(gridOf: (mutation: string) => Grid): void {
  let direct: TestApi;
  let faulty: TestApi;
  let proxy: FaultyProxy;
  let tags = 0;

  beforeAll(async () => {
    direct = await createTestApi({ mode: 'TEST' });
    proxy = await startFaultyProxy(direct.database.url);
    faulty = await direct.anotherInstance({ databaseUrl: proxy.url });
    const { ask } = direct;
    await mutate(ask, 'updateWorkspace', { invoiceGraceSeconds: 0 });
    await mutate(ask, 'createMeter', { key: 'calls', eventName: 'call', aggregation: 'COUNT' });
    await mutate(ask, 'createCreditType', { key: 'ai', name: 'AI', precision: 0 });
    await mutate(ask, 'createProduct', {
      key: 'plan',
      name: 'Plan',
      currency: 'USD',
      interval: { unit: 'MONTH' },
      charges: [
        { flat: { name: 'Base', amount: '1' } },
        { usage: { name: 'Calls', meter: 'calls', credits: { creditType: 'ai', creditsPerUnit: '1' } } },
      ],
      creditGrants: [{ creditType: 'ai', amount: '100' }],
    });
  });
  afterAll(async () => {
    await faulty.close();
    await proxy.close();
    await direct.close();
  });

  test('every mutation of the contract has a case', () => {
    const fields = buildSchema(readFileSync('schema.graphql', 'utf8')).getMutationType()?.getFields() ?? {};
    expect(Object.keys(cases).sort()).toEqual(Object.keys(fields).sort());
  });

  type Result = { r: { __typename: string; message?: string } };

  async function send(name: string, input: object): Promise<Answer<Result>> {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    const document = `mutation ($input: ${type}Input!) { r: ${name}(input: $input) { __typename ... on Error { message } } }`;
    return await faulty.execute<Result>(document, { input });
  }

  /** The state with everything in it that is another one in each run. */
  async function stateOf({ state }: FaultCase, tag: string): Promise<string> {
    let said = '';
    // What a job does every minute. As long as PostgreSQL has not seen that a connection was cut, the count is that one's.
    const resume = async () => {
      await resumeBuilds(faulty.deps);
      await faulty.built();
      said = JSON.stringify(await direct.ask(state(tag)));
      return said;
    };
    await expect.poll(resume, { timeout: 10_000 }).not.toContain('"BUILDING"');
    return said.replaceAll(tag, 'TAG').replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"TIME"');
  }

  const newTag = (name: string) => {
    tags += 1;
    return `${name}-${tags}`;
  };

  /** Sends a mutation that is cut there. */
  async function sendCut(name: string, input: object, cut: Cut) {
    // Its key is looked up once a second: that is part of no mutation.
    await faulty.ask('{ workspace { name } }');
    proxy.arm(cut);
    const answer = await send(name, input);
    const seen = proxy.disarm();
    if (answer.data?.r == null) {
      const where = `${name}, ${cut.side} ${cut.unit}: ${JSON.stringify(answer.errors)}`;
      expect(seen.cut, where).toBe(true);
      expect(answer.errors[0]?.extensions?.code, where).toBe('INTERNAL_SERVER_ERROR');
    }
    return { ...seen, answered: answer.data?.r != null };
  }

  /** Sends again, uncut, what was cut before. */
  async function expectRepaired(name: string, tag: string, input: object, clean: string, where: string): Promise<void> {
    const one = cases[name] as FaultCase;
    const again = await send(name, input);
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Payload`;
    expect([type, ...(one.doneAlready ?? [])], `${where}: ${JSON.stringify(again)}`).toContain(
      again.data?.r.__typename,
    );
    expect(await stateOf(one, tag), where).toBe(clean);
  }

  /**
   * Cuts before one unit after the other until there are no more. As long as nothing of it is done it is the same mutation
   * again and again, which must get through in the end; then the next one. Gives how often it was cut.
   */
  async function cutBeforeEach(name: string, one: FaultCase, step: number, clean: string): Promise<number> {
    let unit = 1;
    let cuts = 0;
    for (;;) {
      const tag = newTag(name);
      const input = await one.prepare(tag, direct.ask);
      for (let isUndone = true; isUndone; unit += step) {
        const { cut, units, answered } = await sendCut(name, input, { unit, side: 'BEFORE' });
        if (!cut) {
          await expectRepaired(name, tag, input, clean, `${name}, before ${unit}`);
          return cuts;
        }
        cuts += 1;
        isUndone = !answered && units.every(({ did, undone }) => undone || reads.has(did));
      }
      await expectRepaired(name, tag, input, clean, `${name}, before ${unit - step}`);
    }
  }

  /** Cuts a new one after one unit after the other until there are no more. Gives how many there were. */
  async function cutAfterEach(name: string, one: FaultCase, { side, step }: Grid['after'], clean: string) {
    for (let unit = 1; ; unit += step) {
      const tag = newTag(name);
      const input = await one.prepare(tag, direct.ask);
      const { cut } = await sendCut(name, input, { unit, side });
      await expectRepaired(name, tag, input, clean, `${name}, after ${unit}`);
      if (!cut) return Math.ceil((unit - 1) / step);
    }
  }

  describe('statements interrupted, before and after: a retry gives the right answer', () => {
    test.each(Object.entries(cases))('%s', async (name, one) => {
      const { before: step, after } = gridOf(name);
      const tag = newTag(name);
      const input = await one.prepare(tag, direct.ask);
      expect((await send(name, input)).data?.r.__typename).toMatch(/Payload$/);
      const clean = await stateOf(one, tag);
      expect(await cutBeforeEach(name, one, step, clean)).toBeGreaterThanOrEqual(1);
      expect(await cutAfterEach(name, one, after, clean)).toBeGreaterThanOrEqual(1);
    });
  });

  test('after all of that balances, usage and invoices are what is derived from what is stored', async () => {
    expect((await audit({ database: direct.database })).breaches).toEqual([]);
    await expectSoundCredits(direct.database.pool, direct.workspaceId);
  });
}
