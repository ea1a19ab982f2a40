import type { InputIssue } from '../core/errors.ts';
import { IdempotencyConflict, InvalidInput, NotFound } from '../core/errors.ts';
import { builder } from './builder.ts';

/** Expected failures of mutations. Those that name a thing of a noun are in the folder of that noun. */
export const ErrorInterface = builder.interfaceRef<Error>('Error').implement({
  description:
    'Something this API could not do for you, as a value: every expected failure of a mutation is a type with this interface.',
  fields: (t) => ({
    message: t.exposeString('message', {
      description: 'What went wrong, for people. Decide on the type and its fields, never on this text.',
    }),
  }),
});

builder.objectType(NotFound, {
  name: 'NotFound',
  description: 'There is nothing with this id or key in your workspace.',
  interfaces: [ErrorInterface],
});

const InputIssueRef = builder.objectRef<InputIssue>('InputIssue').implement({
  description: 'One thing wrong with an input.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description:
        'Where: the names of fields, and positions in lists, from the input down. Empty: the input as a whole.',
    }),
    message: t.exposeString('message', { description: 'What is wrong there, for people.' }),
  }),
});

builder.objectType(InvalidInput, {
  name: 'InvalidInput',
  description: 'The input has the right types but breaks a rule. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [InputIssueRef],
      description: 'Everything that is wrong, not only the first thing.',
      resolve: (error) => error.issues,
    }),
  }),
});

builder.objectType(IdempotencyConflict, {
  name: 'IdempotencyConflict',
  description:
    'The `idempotencyKey` has been used for another request of this customer. Nothing was changed. Use a new key for each request, and the same one only to repeat it.',
  interfaces: [ErrorInterface],
});
