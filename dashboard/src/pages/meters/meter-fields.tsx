import { Button, IconButton } from '../../design/button.tsx';
import { SelectField, TextArea, TextField } from '../../design/field.tsx';
import { FieldRow } from '../../design/form.tsx';
import { Icon } from '../../design/icon.tsx';
import { SuggestField, type Suggestion } from '../../design/suggest-field.tsx';
import { EventNameField, usePropertiesOf } from '../../pick/event-name-field.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { keyOf, type MeterDraft } from './meter-draft.ts';
import style from './new-meter.module.css';

type MeterFieldsProps = {
  readonly draft: MeterDraft;
  readonly onChange: (change: Partial<MeterDraft>) => void;
};

const aggregationChoices = [
  { value: 'COUNT', label: 'Count: how many events' },
  { value: 'SUM', label: 'Sum: all values added up' },
  { value: 'MAX', label: 'Maximum: the greatest value' },
  { value: 'MIN', label: 'Minimum: the smallest value' },
  { value: 'AVERAGE', label: 'Average: the sum by the count' },
  { value: 'LAST', label: 'Last: the latest value' },
  { value: 'UNIQUE_COUNT', label: 'Unique: how many different values' },
] as const;

const splitsMax = 5;

export function MeterFields({ draft, onChange }: MeterFieldsProps) {
  const properties = usePropertiesOf(draft.eventName);
  return (
    <>
      <EventNameField
        name="eventName"
        label="Events called"
        placeholder="api.call"
        value={draft.eventName}
        onValue={(eventName) => onChange({ eventName })}
      />
      <SelectField
        name="aggregation"
        label="Make of them"
        value={draft.aggregation}
        onValue={(aggregation) => onChange({ aggregation })}
        choices={aggregationChoices}
      />
      {draft.aggregation !== 'COUNT' && (
        <SuggestField
          name="valueProperty"
          label="Value of an event"
          code
          placeholder="usage.tokens"
          hint="The property that holds it. A path reaches inside."
          value={draft.valueProperty}
          onValue={(valueProperty) => onChange({ valueProperty })}
          suggestions={properties}
        />
      )}
      <fieldset className={style.part}>
        <legend>Only events where</legend>
        <FilterEditor
          name="filter"
          draft={draft.filter}
          properties={properties}
          onChange={(filter) => onChange({ filter })}
        />
      </fieldset>
      <SplitFields properties={properties} groupBy={draft.groupBy} onChange={(groupBy) => onChange({ groupBy })} />
      <FieldRow>
        <TextField name="name" label="Name" optional value={draft.name} onValue={(name) => onChange({ name })} />
        <TextField
          name="key"
          label="Key"
          code
          hint="What code calls it."
          value={keyOf(draft)}
          onValue={(key) => onChange({ key })}
        />
      </FieldRow>
      <FieldRow>
        <TextField
          name="unit"
          label="Unit"
          optional
          placeholder="GB"
          value={draft.unit}
          onValue={(unit) => onChange({ unit })}
        />
        <TextField
          name="unitSize"
          label="Divided by"
          optional
          code
          inputMode="decimal"
          placeholder="1073741824"
          value={draft.unitSize}
          onValue={(unitSize) => onChange({ unitSize })}
        />
      </FieldRow>
      <TextArea
        name="description"
        label="Description"
        optional
        value={draft.description}
        onValue={(description) => onChange({ description })}
      />
    </>
  );
}

type SplitFieldsProps = {
  readonly groupBy: readonly string[];
  readonly properties: readonly Suggestion[];
  readonly onChange: (groupBy: readonly string[]) => void;
};

function SplitFields({ groupBy, properties, onChange }: SplitFieldsProps) {
  return (
    <fieldset className={style.part}>
      <legend>Usage can be split by</legend>
      {groupBy.length > 0 && (
        <div className={style.splits}>
          {groupBy.map((property, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: it is its place.
            <div key={place} className={style.split}>
              <SuggestField
                name={`groupBy.${place}`}
                label={`Property ${place + 1}`}
                isLabelHidden
                code
                placeholder="model"
                value={property}
                suggestions={properties}
                onValue={(next) => onChange(groupBy.map((other, at) => (at === place ? next : other)))}
              />
              <IconButton
                icon="close"
                label="Remove the property"
                onClick={() => onChange(groupBy.filter((_, at) => at !== place))}
              />
            </div>
          ))}
        </div>
      )}
      {groupBy.length < splitsMax && (
        <div>
          <Button small look="plain" onClick={() => onChange([...groupBy, ''])}>
            <Icon name="plus" size={14} /> Property
          </Button>
        </div>
      )}
    </fieldset>
  );
}
