import { CheckField, SelectField, TextField } from '../../design/field.tsx';
import { FieldRow } from '../../design/form.tsx';
import type { GrantDraft } from '../../format/product-draft.ts';
import { IntervalFields } from './interval-fields.tsx';
import { keyChoices } from './key-choices.ts';
import type { Choices } from './product-fields.tsx';
import { RolloverFields } from './rollover-fields.tsx';

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
          choices={keyChoices(choices.creditTypes, grant.creditType, ['No credit type yet', 'Choose credits'])}
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
        <RolloverFields path={`${path}.rollover`} grant={grant} change={change} />
      )}
      {grant.topsUp && <TopUpFields path={`${path}.autoTopUp`} grant={grant} change={change} />}
    </>
  );
}

export type GrantPartProps = {
  readonly path: string;
  readonly grant: GrantDraft;
  readonly change: (part: Partial<GrantDraft>) => void;
};

function TopUpFields({ path, grant, change }: GrantPartProps) {
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
