import { SelectField, TextField } from '../../design/field.tsx';
import { FieldRow } from '../../design/form.tsx';
import { emptyGrant } from '../../format/product-draft.ts';
import type { GrantPartProps } from './grant-fields.tsx';
import { IntervalFields } from './interval-fields.tsx';

const number = { inputMode: 'decimal', code: true } as const;

/** What of a period's credits lives on after it: how much, how often, and for how long. */
export function RolloverFields({ path, grant, change }: GrantPartProps) {
  const { lifetime } = grant;
  return (
    <>
      <FieldRow>
        <TextField
          {...number}
          name={`${path}.percent`}
          label="Per cent of what is left"
          value={grant.percent}
          onValue={(percent) => change({ percent })}
        />
        <TextField
          {...number}
          name={`${path}.cap`}
          label="At most"
          optional
          value={grant.cap}
          onValue={(cap) => change({ cap })}
        />
        <TextField
          {...number}
          name={`${path}.times`}
          label="So many times"
          value={grant.times}
          onValue={(times) => change({ times })}
        />
      </FieldRow>
      <FieldRow>
        <SelectField
          name={`${path}.lifetime`}
          label="What rolled over is good"
          value={lifetime === null ? 'PERIOD_END' : 'AFTER'}
          onValue={(until) => change({ lifetime: until === 'AFTER' ? emptyGrant.after : null })}
          choices={[
            { value: 'PERIOD_END', label: 'until the next period ends' },
            { value: 'AFTER', label: 'for so long' },
          ]}
        />
        {lifetime !== null && (
          <IntervalFields
            path={`${path}.lifetime`}
            interval={lifetime}
            onInterval={(next) => change({ lifetime: next })}
          />
        )}
      </FieldRow>
    </>
  );
}
