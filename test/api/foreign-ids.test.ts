import { isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { fill, missingNames, namesOf } from './foreign-names.ts';
import { type Names, noReferences, questions } from './foreign-questions.ts';

let api: TestApi;
let other: { key: string };
let foreign: Names;
let missing: Names;

beforeAll(async () => {
  api = await createTestApi();
  other = { key: (await api.secondWorkspace()).adminKey };
  await api.ask(fill('acme', 'calls', 'e1'));
  await api.ask(fill('own', 'own', 'o1'), {}, other);
  const { customer } = await api.ask<{ customer: { subscriptions: { nodes: [{ id: string }] } } }>(
    '{ customer(externalId: "own") { subscriptions { nodes { id } } } }',
    {},
    other,
  );
  const ownSubscriptionId = customer.subscriptions.nodes[0].id;
  foreign = { ...(await namesOf(api.ask, 'acme', 'calls')), ownSubscriptionId };
  missing = missingNames(foreign);
});
afterAll(() => api.close());

test('every argument and input field that takes a text or an id is in one of the two tables of this file', () => {
  const found: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (/^\[*(ID|String)\b/.test(String(field.type))) found.push(`${type.name}.${field.name}`);
      }
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const arg of field.args) {
        if (/^\[*(ID|String)\b/.test(String(arg.type))) found.push(`${type.name}.${field.name}(${arg.name}:)`);
      }
    }
  }
  const decided = [...Object.keys(questions), ...noReferences];
  expect(found.sort(), 'A new argument: put it to the question above, or say that it refers to nothing.').toEqual(
    decided.sort(),
  );
});

describe.each(Object.keys(questions))('%s', (coordinate) => {
  test('of another workspace is answered as one that is not there', async () => {
    const ask = questions[coordinate] as (names: Names) => string | string[];
    const answers = await answersTo([ask(foreign)].flat(), foreign);
    expect(answers).toEqual(await answersTo([ask(missing)].flat(), missing));
    expect(JSON.stringify(answers)).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

test('two workspaces may use the same names for what is theirs', async () => {
  const twin = (externalId: string) => fill(externalId, 'twin', 'twin');
  await api.ask(twin('twin'));
  await api.ask(twin('twin'), {}, other);
  await api.ask('mutation { recordEvent(input: { id: "t2", name: "call", customer: "twin" }) { __typename } }');
  const question = '{ customer(externalId: "twin") { usage(meter: "twin") { value } } }';
  expect(await api.ask(question)).toEqual({ customer: { usage: { value: '2' } } });
  expect(await api.ask(question, {}, other)).toEqual({ customer: { usage: { value: '1' } } });
});

/** Answers as asked from the second workspace, with the names in them made alike. */
async function answersTo(documents: string[], names: Names): Promise<unknown[]> {
  return await Promise.all(
    documents.map(async (document) => {
      const { data, errors } = document.startsWith('subscription')
        ? await firstMessage(document)
        : await api.execute(document, {}, other);
      const text = JSON.stringify({
        data,
        errors: errors.map(({ message, extensions }) => ({ message, ...extensions })),
      });
      return JSON.parse(
        // Messages quote names, and in JSON those quotes have backslashes.
        Object.values(names).reduce(
          (all, name) => all.replaceAll(new RegExp(`"${name}(\\\\?")`, 'g'), '"<name>$1'),
          text,
        ),
      ) as unknown;
    }),
  );
}

async function firstMessage(document: string) {
  const stream = await api.subscribe(document, {}, other);
  const { value } = await stream.next();
  await stream.return?.();
  return value as Awaited<ReturnType<TestApi['execute']>>;
}
