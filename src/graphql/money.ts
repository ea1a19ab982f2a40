import type { Decimal } from '../core/decimal.ts';
import { isCurrency } from '../core/money/currency.ts';
import { builder } from './builder.ts';
import { refusal } from './refusals.ts';

builder.scalarType('Currency', {
  description: 'A currency as the three capitals of ISO 4217, like `USD`.',
  serialize: (value) => String(value),
  parseValue: (value) => {
    if (typeof value === 'string' && isCurrency(value)) return value;
    throw refusal('BAD_USER_INPUT', 'Expected a currency of ISO 4217 in capitals, like USD.');
  },
});

export type Amount = { readonly amount: Decimal; readonly currency: string };

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', required: true, description: 'In major units: dollars, not cents.' }),
    currency: t.field({ type: 'Currency', required: true, description: 'Which currency.' }),
  }),
});

export const Money = builder.objectRef<Amount>('Money').implement({
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.expose('amount', { type: 'Decimal', description: 'In major units: dollars, not cents. Exact.' }),
    currency: t.field({ type: 'Currency', description: 'Which currency.', resolve: ({ currency }) => currency }),
  }),
});
