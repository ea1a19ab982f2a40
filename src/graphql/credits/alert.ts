import type { LowMark } from '../../core/credits/watch.ts';
import { formatId } from '../../core/id.ts';
import type { AlertRow } from '../../store/credit-alerts.ts';
import { builder } from '../builder.ts';
import { customerById } from '../customers/loaders.ts';
import { Customer } from '../customers/type.ts';
import { CustomerSubscription } from '../subscriptions/type.ts';
import { CreditType } from './type.ts';

const Kind = builder.enumType('CreditAlertKind', {
  description: 'How a product says what few credits are.',
  values: {
    AMOUNT: { description: 'So many credits.' },
    PERCENT: { description: 'So many percent of what the period was granted.' },
  } satisfies Record<LowMark['kind'], { description: string }>,
});

export const CreditAlert = builder.objectRef<AlertRow>('CreditAlert').implement({
  description:
    'Fewer credits were available than a product wants to be told of. Once for each time that happens: the next comes only after there were more again.',
  fields: (t) => ({
    id: t.field({
      type: 'ID',
      description: 'Tells it from all others, `cal_…`. Opaque: do not take it apart.',
      resolve: ({ id }) => formatId('cal', id),
    }),
    customer: t.field({
      type: Customer,
      description: 'Whose credits they are.',
      resolve: ({ customerId }, _args, context) => customerById(context, customerId),
    }),
    creditType: t.field({
      type: CreditType,
      description: 'What they are counted in.',
      resolve: ({ creditTypeId }) => creditTypeId,
    }),
    subscription: t.field({
      type: CustomerSubscription,
      description: 'The subscription to that product.',
      resolve: ({ subscriptionId }) => subscriptionId,
    }),
    kind: t.field({ type: Kind, description: 'What `value` is.', resolve: ({ kind }) => kind }),
    value: t.expose('value', { type: 'Decimal', description: 'The threshold as the product says it.' }),
    below: t.expose('below', { type: 'Decimal', description: 'The threshold in credits.' }),
    available: t.expose('available', { type: 'Decimal', description: 'How many were available then.' }),
    version: t.expose('version', { type: 'Decimal', description: 'That of the ledger then.' }),
    raisedAt: t.expose('crossedAt', { type: 'DateTime', description: 'When it happened.' }),
  }),
});
