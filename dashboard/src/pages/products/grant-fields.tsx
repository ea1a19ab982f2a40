import { CheckField, SelectField, TextField } from '../../design/field.tsx';
import { FieldRow } from '../../design/form.tsx';
import { intervalUnits } from '../../format/interval.ts';
import type { GrantDraft } from '../../format/product-draft.ts';
import type { Choices } from './product-fields.tsx';

type GrantFieldsProps = {
  readonly place: number;
  readonly grant: GrantDraft;
  readonly onGrant: (grant: GrantDraft) => void;
  readonly choices: Choices;
};

const number = { inputMode: 'decimal', code: true } as const;

/** Credits that come with every period. */
export function GrantFields({ place, grant, onGrant, choices }: GrantFieldsProps) {
  const path = `creditGrants.${place}`;
  const change = (part: Partial<GrantDraft>) => onGrant({ ...grant, ...part });
  return (
    <>
      <FieldRow>
        <SelectField
          name={`${path}.creditType`}
          label="Credits"
          value={grant.creditType}
          onValue={(creditType) => change({ creditType })}
          choices={[
            { value: '', label: choices.creditTypes.length === 0 ? 'No credit type yet' : 'Choose credits' },
            ...choices.creditTypes.map(({ key, name }) => ({ value: key, label: name })),
          ]}
        />
        <TextField
          {...number}
          name={`${path}.amount`}
          label="How many"
          value={grant.amount}
          onValue={(amount) => change({ amount })}
        />
        <SelectField
          name={`${path}.expires`}
          label="Good"
          value={grant.expires}
          onValue={(expires) => change({ expires })}
          choices={[
            { value: 'PERIOD_END', label: 'until the period ends' },
            { value: 'AFTER', label: 'for so long' },
            { value: 'NEVER', label: 'for ever' },
          ]}
        />
        {grant.expires === 'AFTER' && (
          <IntervalFields
            path={`${path}.expires.after`}
            interval={grant.after}
            onInterval={(after) => change({ after })}
          />
        )}
      </FieldRow>
      <FieldRow>
        <TextField
          {...number}
          name={`${path}.priority`}
          label="Priority"
          hint="Lower is drawn first."
          value={grant.priority}
          onValue={(priority) => change({ priority })}
        />
        <TextField
          name={`${path}.lowBalance`}
          label="Alert below"
          optional
          code
          placeholder="20%, 500"
          value={grant.lowBalance}
          onValue={(lowBalance) => change({ lowBalance })}
        />
      </FieldRow>
      <FieldRow>
        <CheckField
          name={`${path}.perSeat`}
          label="Each seat brings them"
          checked={grant.perSeat}
          onChecked={(perSeat) => change({ perSeat })}
        />
        {grant.expires === 'PERIOD_END' && (
          <CheckField
            name={`${path}.rollover`}
            label="What is left rolls over"
            checked={grant.rollsOver}
            onChecked={(rollsOver) => change({ rollsOver })}
          />
        )}
        <CheckField
          name={`${path}.autoTopUp`}
          label="More are bought when few are left"
          checked={grant.topsUp}
          onChecked={(topsUp) => change({ topsUp })}
        />
      </FieldRow>
      {grant.rollsOver && grant.expires === 'PERIOD_END' && (
        <FieldRow>
          <TextField
            {...number}
            name={`${path}.rollover.percent`}
            label="Per cent of what is left"
            value={grant.percent}
            onValue={(percent) => change({ percent })}
          />
          <TextField
            {...number}
            name={`${path}.rollover.cap`}
            label="At most"
            optional
            value={grant.cap}
            onValue={(cap) => change({ cap })}
          />
          <TextField
            {...number}
            name={`${path}.rollover.times`}
            label="So many times"
            value={grant.times}
            onValue={(times) => change({ times })}
          />
        </FieldRow>
      )}
      {grant.topsUp && <TopUpFields path={`${path}.autoTopUp`} grant={grant} change={change} />}
    </>
  );
}

type TopUpFieldsProps = {
  readonly path: string;
  readonly grant: GrantDraft;
  readonly change: (part: Partial<GrantDraft>) => void;
};

function TopUpFields({ path, grant, change }: TopUpFieldsProps) {
  const fields = [
    ['threshold', 'threshold', 'When below'],
    ['amount', 'amount', 'How many more'],
    ['price', 'price', 'For'],
    ['most', 'maxPerPeriod', 'Times a period, at most'],
  ] as const;
  return (
    <FieldRow>
      {fields.map(([own, name, label]) => (
        <TextField
          key={own}
          {...number}
          name={`${path}.${name}`}
          label={label}
          value={grant.topUp[own]}
          onValue={(value) => change({ topUp: { ...grant.topUp, [own]: value } })}
        />
      ))}
    </FieldRow>
  );
}

type IntervalFieldsProps = {
  readonly path: string;
  readonly interval: GrantDraft['after'];
  readonly onInterval: (interval: GrantDraft['after']) => void;
};

/** A span of the calendar: how many of what. */
export function IntervalFields({ path, interval, onInterval }: IntervalFieldsProps) {
  return (
    <>
      <TextField
        name={`${path}.count`}
        label="How many"
        inputMode="numeric"
        code
        value={interval.count === 0 ? '' : String(interval.count)}
        onValue={(text) => onInterval({ ...interval, count: Number.parseInt(text, 10) || 0 })}
      />
      <SelectField
        name={`${path}.unit`}
        label="Of"
        value={interval.unit}
        onValue={(unit) => onInterval({ ...interval, unit })}
        choices={intervalUnits}
      />
    </>
  );
}
