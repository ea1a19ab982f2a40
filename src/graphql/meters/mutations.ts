import { archiveMeter } from '../../actions/archive-meter.ts';
import { createMeter } from '../../actions/create-meter.ts';
import { unarchiveMeter } from '../../actions/unarchive-meter.ts';
import { updateMeter } from '../../actions/update-meter.ts';
import { InvalidInput, MeterKeyTaken, NotFound } from '../../core/errors.ts';
import { parseId } from '../../core/id.ts';
import type { MeterRow } from '../../store/meters.ts';
import { builder } from '../builder.ts';
import { sightOf } from '../principal.ts';
import { administer } from '../required-scopes.ts';
import { EventFilterInput, filterOf } from './filter-input.ts';
import { AggregationRef, Meter } from './type.ts';

const CreateMeterInput = builder.inputType('CreateMeterInput', {
  description: 'A new meter. What it counts cannot be changed later: `previewMeter` answers what it would count.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description: 'What code will call it: 1 to 64 letters, digits, `_`, `.` or `-`, unique in the workspace.',
    }),
    name: t.string({ description: 'What people will call it. Default: the key.' }),
    description: t.string({ description: 'What it measures, for people; at most 2,000 characters.' }),
    eventName: t.string({ required: true, description: 'The name of the events it counts.' }),
    aggregation: t.field({ type: AggregationRef, required: true, description: 'What it makes of them.' }),
    valueProperty: t.string({
      description:
        'The property that holds the value of an event: required, except for COUNT, which takes none. A path such as `usage.tokens` reaches inside.',
    }),
    filter: t.field({ type: EventFilterInput, description: 'Which of those events to count. Default: all.' }),
    groupBy: t.stringList({ description: 'Up to 5 properties that its usage can be split by.' }),
    unit: t.string({ description: 'The unit of its values, for people.' }),
    unitSize: t.field({
      type: 'Decimal',
      description: 'What the aggregate is divided by, e.g. 1073741824 for bytes with the unit GB. Greater than 0.',
    }),
  }),
});

const UpdateMeterInput = builder.inputType('UpdateMeterInput', {
  description: 'What people call a meter. What is absent stays as it is; what it counts cannot be changed.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The global id of the meter.' }),
    name: t.string({ description: 'A new name. Null is as absent: a meter always has a name.' }),
    description: t.string({ description: 'A new description; null for none.' }),
    unit: t.string({ description: 'A new unit; null for none. Only the word changes, no number does.' }),
  }),
});

const ArchiveMeterInput = builder.inputType('ArchiveMeterInput', {
  description: 'Which meter to archive.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The global id of the meter.' }) }),
});

const UnarchiveMeterInput = builder.inputType('UnarchiveMeterInput', {
  description: 'Which meter to take out of the archive.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The global id of the meter.' }) }),
});

const payload = (name: string, description: string) =>
  builder.objectRef<{ meter: MeterRow }>(name).implement({
    description,
    fields: (t) => ({
      meter: t.field({ type: Meter, description: 'The meter as it is now.', resolve: ({ meter }) => meter }),
    }),
  });

const CreateMeterPayload = payload('CreateMeterPayload', 'The meter was created.');
const UpdateMeterPayload = payload('UpdateMeterPayload', 'The meter was edited.');
const ArchiveMeterPayload = payload('ArchiveMeterPayload', 'The meter is archived.');
const UnarchiveMeterPayload = payload('UnarchiveMeterPayload', 'The meter counts again.');

builder.mutationFields((t) => ({
  createMeter: t.field({
    type: CreateMeterPayload,
    nullable: true,
    description:
      'Makes a meter. It counts every event of its name from now on, and those recorded before in the background: until that is done its status is BUILDING. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [MeterKeyTaken, InvalidInput], union: { description: 'What came of `createMeter`.' } },
    args: { input: t.arg({ type: CreateMeterInput, required: true, description: 'The meter to make.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      meter: await createMeter(deps, {
        workspaceId: sightOf(principal).workspaceId,
        key: input.key,
        name: input.name ?? null,
        description: input.description ?? null,
        eventName: input.eventName,
        aggregation: input.aggregation,
        valueProperty: input.valueProperty ?? null,
        filter: input.filter == null ? null : filterOf(input.filter),
        groupBy: input.groupBy ?? [],
        unit: input.unit ?? null,
        unitSize: input.unitSize ?? null,
      }),
    }),
  }),

  updateMeter: t.field({
    type: UpdateMeterPayload,
    nullable: true,
    description: 'Edits what people call a meter. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound, InvalidInput], union: { description: 'What came of `updateMeter`.' } },
    args: { input: t.arg({ type: UpdateMeterInput, required: true, description: 'What to change.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      meter: await updateMeter(deps, {
        workspaceId: sightOf(principal).workspaceId,
        id: meterUuid(input.id),
        name: input.name ?? undefined,
        description: input.description,
        unit: input.unit,
      }),
    }),
  }),

  archiveMeter: t.field({
    type: ArchiveMeterPayload,
    nullable: true,
    description:
      'Archives a meter: every number stays readable, and nothing new is counted. An archived one stays as it is. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound], union: { description: 'What came of `archiveMeter`.' } },
    args: { input: t.arg({ type: ArchiveMeterInput, required: true, description: 'Which meter.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      meter: await archiveMeter(deps, { workspaceId: sightOf(principal).workspaceId, id: meterUuid(input.id) }),
    }),
  }),

  unarchiveMeter: t.field({
    type: UnarchiveMeterPayload,
    nullable: true,
    description:
      'Takes a meter out of the archive. It counts all events again from the first one, those recorded meanwhile too: until that is done its status is BUILDING. Needs ADMIN.',
    authScopes: administer,
    errors: { types: [NotFound], union: { description: 'What came of `unarchiveMeter`.' } },
    args: { input: t.arg({ type: UnarchiveMeterInput, required: true, description: 'Which meter.' }) },
    resolve: async (_root, { input }, { deps, principal }) => ({
      meter: await unarchiveMeter(deps, { workspaceId: sightOf(principal).workspaceId, id: meterUuid(input.id) }),
    }),
  }),
}));

/** Throws NotFound, as the action does for a UUID of no meter: what is no id at all names nothing either. */
function meterUuid(id: string): string {
  const uuid = parseId('mtr', id);
  if (uuid === null) throw new NotFound('There is no such meter.');
  return uuid;
}
