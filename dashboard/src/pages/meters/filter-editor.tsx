import { Button, IconButton } from '../../design/button.tsx';
import { BarSelect, TextField } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { SuggestField, type Suggestion } from '../../design/suggest-field.tsx';
import {
  type DraftCondition,
  type DraftFilter,
  type DraftGroup,
  emptyCondition,
  operators,
  operatorWords,
  valueKind,
} from '../../format/filter.ts';
import style from './filter-editor.module.css';

type EditorProps<TDraft> = {
  readonly draft: TDraft;
  readonly onChange: (draft: TDraft) => void;
  readonly properties: readonly Suggestion[];
  /** Its place in the input, where what is wrong with it belongs. */
  readonly name: string;
};

const groupChoices = [
  { value: 'all', label: 'All of these hold' },
  { value: 'any', label: 'Any of these holds' },
] as const;

const levelsMax = 5;

/** A filter as a tree: groups of conditions, up to five deep. */
export function FilterEditor({
  draft,
  onChange,
  properties,
  name,
  level = 1,
  onRemove,
}: EditorProps<DraftGroup> & { readonly level?: number; readonly onRemove?: () => void }) {
  const change = (place: number, part: DraftFilter) =>
    onChange({ ...draft, parts: draft.parts.map((other, at) => (at === place ? part : other)) });
  const remove = (place: number) => onChange({ ...draft, parts: draft.parts.filter((_, at) => at !== place) });
  const add = (part: DraftFilter) => onChange({ ...draft, parts: [...draft.parts, part] });
  return (
    <div className={`${style.group} ${level > 1 ? style.inner : ''}`}>
      {(draft.parts.length > 1 || level > 1) && (
        <div className={style.head}>
          <BarSelect
            label="How the conditions go together"
            value={draft.kind}
            onValue={(kind) => onChange({ ...draft, kind })}
            choices={groupChoices}
          />
          {onRemove && <IconButton icon="close" label="Remove the group" small onClick={onRemove} />}
        </div>
      )}
      {draft.parts.map((part, place) => {
        const partName = `${name}.${draft.kind}.${place}`;
        return part.kind === 'where' ? (
          <ConditionEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place.
            key={place}
            name={`${partName}.where`}
            draft={part}
            properties={properties}
            onChange={(next) => change(place, next)}
            onRemove={() => remove(place)}
          />
        ) : (
          <FilterEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place.
            key={place}
            name={partName}
            draft={part}
            properties={properties}
            level={level + 1}
            onChange={(next) => change(place, next)}
            onRemove={() => remove(place)}
          />
        );
      })}
      <div className={style.tools}>
        <Button small look="plain" onClick={() => add(emptyCondition)}>
          <Icon name="plus" size={14} /> Condition
        </Button>
        {level < levelsMax && draft.parts.length > 0 && (
          <Button
            small
            look="plain"
            onClick={() => add({ kind: draft.kind === 'all' ? 'any' : 'all', parts: [emptyCondition] })}
          >
            <Icon name="plus" size={14} /> Group
          </Button>
        )}
      </div>
    </div>
  );
}

function ConditionEditor({
  draft,
  onChange,
  onRemove,
  properties,
  name,
}: EditorProps<DraftCondition> & { readonly onRemove: () => void }) {
  const takesValue = draft.operator !== 'EXISTS' && draft.operator !== 'NOT_EXISTS';
  const isList = draft.operator === 'IN' || draft.operator === 'NOT_IN';
  const kind = valueKind(draft.operator, draft.text);
  return (
    <div className={style.condition}>
      <SuggestField
        name={`${name}.property`}
        label="Property"
        isLabelHidden
        placeholder="property"
        code
        value={draft.property}
        suggestions={properties}
        onValue={(property) => onChange({ ...draft, property })}
      />
      <BarSelect
        label="Comparison"
        value={draft.operator}
        onValue={(operator) => onChange({ ...draft, operator })}
        choices={operators.map((value) => ({ value, label: operatorWords[value] }))}
      />
      <IconButton icon="close" label="Remove the condition" onClick={onRemove} />
      {takesValue && (
        <TextField
          className={style.value}
          name={`${name}.value`}
          label={<span className="visually-hidden">Value</span>}
          placeholder={isList ? 'one, another' : 'value'}
          code
          value={draft.text}
          onValue={(text) => onChange({ ...draft, text })}
          hint={kind && <span className={style.kind}>as {kind}</span>}
        />
      )}
    </div>
  );
}
