import { listAlerts } from '../../store/credit-alerts.ts';
import { listHolds } from '../../store/credit-holds.ts';
import { type LedgerRow, listEntries, readStatement } from '../../store/ledger.ts';
import { builder } from '../builder.ts';
import { byId, type CursorCodec, connectionOf, pageComplexity } from '../connections.ts';
import { Customer } from '../customers/type.ts';
import { periodOf } from '../period.ts';
import { readOwn } from '../required-scopes.ts';
import { CreditAlert } from './alert.ts';
import { CreditBalance } from './balance.ts';
import { CreditLedgerEntry, EntryKindRef } from './entry.ts';
import { CreditHold } from './hold.ts';
import { balanceOf, creditsOf, findCreditTypeByKey } from './loaders.ts';
import { CreditStatement } from './statement.ts';

const byVersion: CursorCodec<bigint, LedgerRow> = {
  of: ({ version }) => version,
  format: (version) => `version ${version}`,
  parse: (text) => (/^version \d{1,18}$/.test(text) ? BigInt(text.slice('version '.length)) : null),
};

const theKey = 'The key of the credit type.';

builder.prismaObjectFields(Customer, (t) => ({
  creditBalance: t.field({
    type: CreditBalance,
    nullable: true,
    description:
      'How many credits of a type this customer has now; null if there is no credit type with this key. Takes a customer token.',
    authScopes: readOwn,
    args: { creditType: t.arg.string({ required: true, description: theKey }) },
    resolve: async ({ id }, { creditType }, context) => {
      const type = await findCreditTypeByKey(context, creditType);
      return type === null ? null : await balanceOf(context, id, type.id);
    },
  }),

  creditBalances: t.field({
    type: [CreditBalance],
    description: 'How many credits of each type this customer has now that ever had any. Takes a customer token.',
    authScopes: readOwn,
    resolve: async ({ id }, _args, context) => (await creditsOf(context, id)).filter(({ version }) => version > 0n),
  }),

  creditStatement: t.field({
    type: CreditStatement,
    nullable: true,
    description:
      'What came and went of this customer’s credits in a period, and why; null if there is no credit type with this key. Takes a customer token.',
    authScopes: readOwn,
    args: {
      creditType: t.arg.string({ required: true, description: theKey }),
      from: t.arg({ type: 'DateTime', description: 'Its first instant. Default: from the very beginning.' }),
      to: t.arg({ type: 'DateTime', description: 'The first instant after it. Default: until now.' }),
    },
    resolve: async ({ id: customerId }, args, context) => {
      const period = periodOf(args);
      const type = await findCreditTypeByKey(context, args.creditType);
      if (type === null) return null;
      // Only then the ledger has all that has happened by itself until now.
      await creditsOf(context, customerId);
      return await readStatement(context.deps.database.pool, { customerId, creditTypeId: type.id, ...period });
    },
  }),
}));

builder.prismaObjectField(Customer, 'creditLedger', (t) =>
  t.connection(
    {
      type: CreditLedgerEntry,
      description:
        'Every movement of this customer’s credits of one type, in the order of their versions. None if there is no credit type with this key. Takes a customer token.',
      authScopes: readOwn,
      complexity: pageComplexity,
      args: {
        creditType: t.arg.string({ required: true, description: theKey }),
        kind: t.arg({ type: [EntryKindRef], description: 'Only those of these kinds.' }),
        from: t.arg({ type: 'DateTime', description: 'Only those that count from then on or later.' }),
        to: t.arg({ type: 'DateTime', description: 'Only those that count from before.' }),
      },
      resolve: async ({ id: customerId }, args, context) => {
        const filter = { customerId, kinds: args.kind ?? null, ...periodOf(args) };
        const type = await findCreditTypeByKey(context, args.creditType);
        return await connectionOf(args, byVersion, async (page) => {
          if (type === null) return [];
          await creditsOf(context, customerId);
          return await listEntries(context.deps.database.pool, { ...filter, creditTypeId: type.id }, page);
        });
      },
    },
    { name: 'CreditLedgerEntryConnection', description: 'A page of a ledger.' },
    { name: 'CreditLedgerEntryEdge', description: 'An entry and its place in the ledger.' },
  ),
);

builder.prismaObjectField(Customer, 'creditHolds', (t) =>
  t.connection(
    {
      type: CreditHold,
      description: 'The holds on this customer’s credits, in the order they were placed. Takes a customer token.',
      authScopes: readOwn,
      complexity: pageComplexity,
      args: { open: t.arg.boolean({ description: 'True: only open ones. False: only others. Default: all.' }) },
      resolve: ({ id: customerId }, args, context) =>
        connectionOf(args, byId, async (page) => {
          await creditsOf(context, customerId);
          return await listHolds(context.deps.database.pool, { customerId, open: args.open ?? null }, page);
        }),
    },
    { name: 'CreditHoldConnection', description: 'A page of holds.' },
    { name: 'CreditHoldEdge', description: 'A hold and its place in the list.' },
  ),
);

builder.prismaObjectField(Customer, 'creditAlerts', (t) =>
  t.connection(
    {
      type: CreditAlert,
      description: 'When few of this customer’s credits were left, in the order it happened. Takes a customer token.',
      authScopes: readOwn,
      complexity: pageComplexity,
      resolve: ({ id: customerId }, args, context) =>
        connectionOf(args, byId, async (page) => {
          await creditsOf(context, customerId);
          return await listAlerts(context.deps.database.pool, customerId, page);
        }),
    },
    { name: 'CreditAlertConnection', description: 'A page of alerts.' },
    { name: 'CreditAlertEdge', description: 'An alert and its place in the list.' },
  ),
);
