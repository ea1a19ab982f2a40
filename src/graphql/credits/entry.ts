import type { CauseKind, EntryKind } from '../../core/credits/entry.ts';
import { formatEntryId } from '../../core/id.ts';
import type { LedgerRow } from '../../store/ledger.ts';
import { builder } from '../builder.ts';
import { ApiKey } from '../keys/type.ts';
import { Meter } from '../meters/type.ts';
import { CustomerSubscription } from '../subscriptions/type.ts';
import { CreditGrant } from './grant.ts';
import { CreditHold } from './hold.ts';
import { drawOf } from './loaders.ts';
import { CreditType } from './type.ts';

export const EntryKindRef = builder.enumType('CreditEntryKind', {
  description: 'How credits moved.',
  values: {
    GRANT: { description: 'A grant began.' },
    DRAW: { description: 'Usage was paid for.' },
    RETURN: { description: 'Usage turned out to be less, and gave credits back.' },
    EXPIRY: { description: 'What was left of a grant expired.' },
    ROLLOVER: { description: 'What was left over from the period before came into the next.' },
    FORFEIT: { description: 'What was left over from a period and does not roll over was lost.' },
    REPAYMENT: { description: 'A grant repaid a debt.' },
    VOID: { description: 'What was left of a grant was taken back.' },
    ADJUSTMENT: { description: 'Somebody corrected the balance by hand.' },
    CAPTURE: { description: 'A hold was captured.' },
  } satisfies Record<EntryKind, { description: string }>,
});

const Cause = builder.enumType('CreditEntryCause', {
  description: 'Why credits moved.',
  values: {
    EVENTS: { description: 'Events were recorded.' },
    VOIDED_EVENTS: { description: 'Events were voided.' },
    RECOUNT: { description: 'Usage came to something else: a meter was built, a subscription or its period changed.' },
    PERIOD: { description: 'A period of a subscription began or ended.' },
    TIME: { description: 'A grant began or expired.' },
    REQUEST: { description: 'Somebody asked for it.' },
    HOLD: { description: 'A hold was captured.' },
    TOP_UP: { description: 'Few were left, and more were bought by themselves.' },
  } satisfies Record<CauseKind, { description: string }>,
});

/** Its events are a field of their own. */
export const CreditLedgerEntry = builder.objectRef<LedgerRow>('CreditLedgerEntry').implement({
  description:
    'One movement of a customer’s credits of one type. Never changed and never deleted: a mistake is undone by another one.',
  fields: (t) => ({
    id: t.field({
      type: 'ID',
      description: 'Tells it from all others, `cle_…`. Opaque: do not take it apart.',
      resolve: ({ customerId, creditTypeId, version }) => formatEntryId(customerId, creditTypeId, version),
    }),
    creditType: t.field({
      type: CreditType,
      description: 'What they are counted in.',
      resolve: ({ creditTypeId }) => creditTypeId,
    }),
    kind: t.field({ type: EntryKindRef, description: 'How they moved.', resolve: ({ kind }) => kind }),
    amount: t.expose('amount', { type: 'Decimal', description: 'How many came, or below zero how many went.' }),
    grant: t.field({
      type: CreditGrant,
      nullable: true,
      description: 'The grant they belong to, as it is now; null where only a debt grew.',
      resolve: ({ grantId }) => grantId,
    }),
    debt: t.exposeBoolean('debt', {
      description: 'Whether it moved the debt, and not what is left of a grant.',
    }),
    balanceBefore: t.expose('balanceBefore', { type: 'Decimal', description: 'The balance until then.' }),
    balanceAfter: t.expose('balanceAfter', { type: 'Decimal', description: 'The balance from then on.' }),
    version: t.expose('version', {
      type: 'Decimal',
      description: 'Its place among the customer’s entries of this credit type: 1, 2, 3 … without gaps.',
    }),
    cause: t.field({ type: Cause, description: 'Why they moved.', resolve: ({ cause }) => cause }),
    subscription: t.field({
      type: CustomerSubscription,
      nullable: true,
      description: 'The subscription whose usage or period it is about; null where it is about none.',
      resolve: ({ subscriptionId }) => subscriptionId,
    }),
    periodIndex: t.exposeInt('periodIndex', {
      nullable: true,
      description: 'Which of its periods, from 0.',
    }),
    charge: t.exposeInt('charge', {
      nullable: true,
      description: 'The place of the charge among those of the prices it has in that period, from 0.',
    }),
    meter: t.field({
      type: Meter,
      nullable: true,
      description: 'What counted the usage; null where it is about none.',
      resolve: async (entry, _args, context) => (await drawOf(context, entry))?.meterId ?? null,
    }),
    hold: t.field({
      type: CreditHold,
      nullable: true,
      description: 'The hold the credits were reserved by.',
      resolve: ({ holdId }) => holdId,
    }),
    actor: t.field({
      type: ApiKey,
      nullable: true,
      description: 'The key that asked for it; null where nobody did, and for a customer token.',
      resolve: async ({ actorId }, _args, { deps, principal }) =>
        actorId === null || principal.kind !== 'key'
          ? null
          : await deps.database.prisma.apiKey.findUnique({ where: { id: actorId } }),
    }),
    note: t.exposeString('note', { nullable: true, description: 'Why, for people.' }),
    eventCount: t.expose('eventCount', { type: 'Decimal', description: 'How many recorded events it pays for.' }),
    occurredAt: t.expose('occurredAt', {
      type: 'DateTime',
      description: 'When what caused it happened; of several events the latest.',
    }),
    countedAt: t.expose('countedAt', {
      type: 'DateTime',
      description:
        'From when on the balance has it, by your workspace’s clock. Periods of lists and statements go by this.',
    }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it was written here.' }),
  }),
});
