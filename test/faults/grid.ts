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
const unitsMax = 60;

/**
 * Tests every mutation of the contract with its statements interrupted: of a mutation each `stepOf(name)`th one, from the
 * first, once before it and once after it was done.
 */
export function testInterruptedStatements(stepOf: (mutation: string) => number): void {
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
    // What a job does every minute.
    await resumeBuilds(faulty.deps);
    await faulty.built();
    return JSON.stringify(await direct.ask(state(tag)))
      .replaceAll(tag, 'TAG')
      .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"TIME"');
  }

  const newTag = (name: string) => {
    tags += 1;
    return `${name}-${tags}`;
  };

  /** One mutation that is cut and sent again. False: it had fewer units of work than that. */
  async function interrupted(name: string, one: FaultCase, cut: Cut, clean: string): Promise<boolean> {
    const tag = newTag(name);
    const input = await one.prepare(tag, direct.ask);
    // Its key is looked up once a second: that is part of no mutation.
    await faulty.ask('{ workspace { name } }');
    proxy.arm(cut);
    const first = await send(name, input);
    const { cut: hasCut } = proxy.disarm();
    const where = `${name}, ${cut.side} ${cut.unit}`;
    if (first.data?.r == null) {
      expect(hasCut, `${where}: ${JSON.stringify(first.errors)}`).toBe(true);
      expect(first.errors[0]?.extensions?.code, where).toBe('INTERNAL_SERVER_ERROR');
    }
    const again = await send(name, input);
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Payload`;
    expect([type, ...(one.doneAlready ?? [])], `${where}: ${JSON.stringify(again)}`).toContain(
      again.data?.r.__typename,
    );
    expect(await stateOf(one, tag), where).toBe(clean);
    return hasCut;
  }

  describe('statements interrupted, before and after: a retry gives the right answer', () => {
    test.each(Object.entries(cases))('%s', async (name, one) => {
      const tag = newTag(name);
      const input = await one.prepare(tag, direct.ask);
      expect((await send(name, input)).data?.r.__typename).toMatch(/Payload$/);
      const clean = await stateOf(one, tag);
      let cuts = 0;
      for (const side of ['BEFORE', 'AFTER'] as const) {
        for (let unit = 1; unit <= unitsMax; unit += stepOf(name)) {
          if (!(await interrupted(name, one, { unit, side }, clean))) break;
          cuts += 1;
        }
      }
      // At least one statement, cut on both sides.
      expect(cuts).toBeGreaterThanOrEqual(2);
    });
  });

  test('after all of that balances, usage and invoices are what is derived from what is stored', async () => {
    expect((await audit({ database: direct.database })).breaches).toEqual([]);
    await expectSoundCredits(direct.database.pool, direct.workspaceId);
  });
}
