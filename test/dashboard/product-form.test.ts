import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { buildSchema, type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { createElement, type FunctionComponent } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { chargeDraft, grantDraft } from '../../dashboard/src/format/draft-of-version.ts';
import { chargeInput, grantInput } from '../../dashboard/src/format/drafted-input.ts';
import { emptyGrant } from '../../dashboard/src/format/product-draft.ts';
import type { ChargeInput } from '../../dashboard/src/generated/types.ts';
import { charge, chargeSaid, creditGrant, grantSaid } from './product-inputs.ts';

test('what was asked for comes back as it was from the version that was made of it', () => {
  const chargeLaw = fc.property(charge, (asked) => {
    expect(chargeInput(chargeDraft(chargeSaid(asked)))).toEqual(asked);
  });
  const grantLaw = fc.property(creditGrant, (asked) => {
    expect(grantInput(grantDraft(grantSaid(asked)))).toEqual(asked);
  });
  fc.assert(chargeLaw);
  fc.assert(grantLaw);
});

/** The coordinates of all that an input of this type can say, and all that of what is in it. */
function coordinates(type: GraphQLInputObjectType, known = new Set<string>()): Set<string> {
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    if (known.has(coordinate)) continue;
    known.add(coordinate);
    const of = getNamedType(field.type);
    if (isInputObjectType(of)) coordinates(of, known);
  }
  return known;
}

/** Those that this input does say, and the place of each leaf. */
function said(type: GraphQLInputObjectType, input: object, place: string, found: Map<string, string[]>): void {
  for (const [name, value] of Object.entries(input)) {
    const of = getNamedType(type.getFields()[name]?.type);
    const own = `${place}.${name}`;
    const coordinate = `${type.name}.${name}`;
    const values = Array.isArray(value) ? value.map((each, at) => [each, `${own}.${at}`] as const) : [[value, own]];
    if (isInputObjectType(of) && value !== null) {
      found.set(coordinate, found.get(coordinate) ?? []);
      for (const [each, at] of values) said(of, each as object, at as string, found);
    } else found.set(coordinate, [...(found.get(coordinate) ?? []), own]);
  }
}

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const inputType = (name: string) => schema.getType(name) as GraphQLInputObjectType;

// What one field says for several, or says in a line of its own kind.
const shared = new Set([
  'FlatChargeInput.oneTime',
  'CreditExpiryInput.atPeriodEnd',
  'CreditExpiryInput.never',
  'LowBalanceInput.amount',
  'LowBalanceInput.percent',
]);

// Where nothing is free, nobody is asked whose seats it is for: that stays as it was.
const isFreeSomewhere = ({ usage }: ChargeInput) => usage?.includedUnits !== null;

type Part = FunctionComponent<Record<string, unknown>>;

/** A part of the form as it is first drawn. The compiler of the tests does not read JSX. */
async function component(file: string, name: string): Promise<Part> {
  const part = (await import(`../../dashboard/src/pages/products/${file}.tsx`)) as Record<string, unknown>;
  return part[name] as Part;
}

const namesIn = (html: string) =>
  new Set([...html.matchAll(/<(?:input|select)\b[^>]* name="([^"]+)"/g)].map(([, name]) => name));

const choices = { meters: [], creditTypes: [] };

test('whatever a product’s input can say has a field in the form', async () => {
  const [ChargeFields, GrantFields] = [
    await component('charge-fields', 'ChargeFields'),
    await component('grant-fields', 'GrantFields'),
  ];
  const unsaid = new Set([...coordinates(inputType('ChargeInput')), ...coordinates(inputType('PlanCreditGrantInput'))]);
  const look = (type: string, place: string, input: object, part: Part, draft: object) => {
    const names = namesIn(renderToString(createElement(part, { place: 0, choices, currency: 'USD', ...draft })));
    const found = new Map<string, string[]>();
    said(inputType(type), input, place, found);
    for (const [coordinate, places] of found) {
      unsaid.delete(coordinate);
      if (!shared.has(coordinate)) expect(places.filter((own) => !names.has(own))).toEqual([]);
    }
  };
  for (const asked of fc.sample(charge.filter(isFreeSomewhere), { numRuns: 40, seed: 1 })) {
    look('ChargeInput', 'charges.0', asked, ChargeFields, { charge: chargeDraft(chargeSaid(asked)) });
  }
  for (const asked of fc.sample(creditGrant, { numRuns: 40, seed: 1 })) {
    look('PlanCreditGrantInput', 'creditGrants.0', asked, GrantFields, { grant: grantDraft(grantSaid(asked)) });
  }
  expect([...unsaid]).toEqual([]);
});

test('a count that is none is one that no field takes, and not another one', () => {
  const topUp = { ...emptyGrant.topUp, most: '1.5' };
  const draft = { ...emptyGrant, priority: '', rollsOver: true, times: 'twice', topsUp: true, topUp };
  expect(grantInput(draft)).toMatchObject({ priority: -1, rollover: { times: -1 }, autoTopUp: { maxPerPeriod: -1 } });
});

test('only what expires with its period rolls over, whatever was typed before', () => {
  expect(grantInput({ ...emptyGrant, rollsOver: true, expires: 'NEVER' })).not.toHaveProperty('rollover');
});
