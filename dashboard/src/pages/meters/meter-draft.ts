import { type DraftGroup, emptyGroup, filterInput } from '../../format/filter.ts';
import type { MakeMeterMutationVariables, MeterPreviewQueryVariables } from '../../generated/types.ts';

type CreateMeterInput = MakeMeterMutationVariables['input'];
type PreviewMeterInput = MeterPreviewQueryVariables['input'];

/** A meter that is being thought of, as its form has it. */
export type MeterDraft = {
  readonly eventName: string;
  readonly aggregation: CreateMeterInput['aggregation'];
  readonly valueProperty: string;
  readonly filter: DraftGroup;
  readonly groupBy: readonly string[];
  readonly unit: string;
  readonly unitSize: string;
  /** Null while it follows the name. */
  readonly key: string | null;
  readonly name: string;
  readonly description: string;
};

export const emptyDraft: MeterDraft = {
  eventName: '',
  aggregation: 'COUNT',
  valueProperty: '',
  filter: emptyGroup,
  groupBy: [],
  unit: '',
  unitSize: '',
  key: null,
  name: '',
  description: '',
};

/** The part that decides what is counted, which is what a preview wants. */
export function previewInput(draft: MeterDraft): PreviewMeterInput {
  const filter = filterInput(draft.filter);
  const groupBy = draft.groupBy.map((property) => property.trim()).filter((property) => property !== '');
  return {
    eventName: draft.eventName,
    aggregation: draft.aggregation,
    ...(draft.aggregation === 'COUNT' || draft.valueProperty.trim() === ''
      ? {}
      : { valueProperty: draft.valueProperty.trim() }),
    ...(filter === null ? {} : { filter }),
    ...(groupBy.length === 0 ? {} : { groupBy }),
    ...(draft.unitSize.trim() === '' ? {} : { unitSize: draft.unitSize.trim() }),
  } as PreviewMeterInput;
}

export function createInput(draft: MeterDraft): CreateMeterInput {
  const texts = { name: draft.name.trim(), unit: draft.unit.trim(), description: draft.description.trim() };
  return {
    ...previewInput(draft),
    key: keyOf(draft),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
  } as CreateMeterInput;
}

/** What is missing before anything could be counted; null if a preview can be made. */
export function missingPart(draft: MeterDraft): string | null {
  if (draft.eventName === '') return 'Choose the events to count.';
  if (draft.aggregation !== 'COUNT' && draft.valueProperty.trim() === '') {
    return 'Choose the property that holds the value of an event.';
  }
  return null;
}

/** The key as it was typed, or the name as a key would have it: `API calls` becomes `api-calls`. */
export function keyOf({ key, name }: MeterDraft): string {
  if (key !== null) return key;
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9_.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
}
