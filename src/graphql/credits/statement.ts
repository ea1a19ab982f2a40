import type { LedgerStatement, StatementRow } from '../../store/ledger.ts';
import { builder } from '../builder.ts';
import { EntryKindRef } from './entry.ts';

const CreditStatementRow = builder.objectRef<StatementRow>('CreditStatementRow').implement({
  description: 'What one kind of movement came to.',
  fields: (t) => ({
    kind: t.field({ type: EntryKindRef, description: 'How they moved.', resolve: ({ kind }) => kind }),
    amount: t.expose('amount', { type: 'Decimal', description: 'How many came, or below zero how many went.' }),
    entryCount: t.expose('entryCount', { type: 'Decimal', description: 'In how many entries of the ledger.' }),
  }),
});

export const CreditStatement = builder.objectRef<LedgerStatement>('CreditStatement').implement({
  description:
    'A customer’s credits of one type over a period. The opening balance and all rows add up to the closing balance, to the last digit.',
  fields: (t) => ({
    opening: t.expose('opening', { type: 'Decimal', description: 'The balance at the beginning.' }),
    rows: t.field({
      type: [CreditStatementRow],
      description: 'What came and went, by kind; kinds that did not occur are not there.',
      resolve: ({ rows }) => rows,
    }),
    closing: t.expose('closing', { type: 'Decimal', description: 'The balance at the end.' }),
  }),
});
