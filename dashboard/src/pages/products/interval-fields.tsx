import { SelectField, TextField } from '../../design/field.tsx';
import { type Interval, intervalUnits } from '../../format/interval.ts';

type IntervalFieldsProps = {
  readonly path: string;
  readonly interval: Interval;
  readonly onInterval: (interval: Interval) => void;
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
