import { type FormEvent, useState } from 'react';
import { useNow } from '../data/clock.ts';
import type { Period } from '../data/period.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { SuggestField } from '../design/suggest-field.tsx';
import { isZone } from '../format/instant.ts';
import { localText, periodLabels, periodNames, spanOf } from '../format/period.ts';
import style from './period-chooser.module.css';

type PeriodChoicesProps = { readonly period: Period; readonly onChosen: () => void };

/** The periods with a name, one of your own, and the zone. */
export default function PeriodChoices({ period, onChosen }: PeriodChoicesProps) {
  return (
    <>
      <div className={style.names}>
        {periodNames.map((name) => (
          <button
            key={name}
            type="button"
            className={style.name}
            aria-pressed={period.name === name}
            onClick={() => {
              period.choose({ name });
              onChosen();
            }}
          >
            {periodLabels[name]}
          </button>
        ))}
      </div>
      <OwnPeriod period={period} onChosen={onChosen} />
      <ZonePart period={period} />
    </>
  );
}

function OwnPeriod({ period, onChosen }: PeriodChoicesProps) {
  const nowMs = useNow();
  const { span, zone } = period;
  const now = new Date(nowMs).toISOString();
  const [from, setFrom] = useState(() => localText(span.from ?? now, zone));
  const [to, setTo] = useState(() => localText(span.to ?? now, zone));
  const name = `${from}/${to}`;
  const isGood = spanOf(name, nowMs, zone) !== null;
  function choose(event: FormEvent) {
    event.preventDefault();
    if (!isGood) return;
    period.choose({ name });
    onChosen();
  }
  return (
    <form className={style.own} onSubmit={choose}>
      <div className={style.edges}>
        <TextField name="from" label="From" type="datetime-local" value={from} onValue={setFrom} />
        <TextField
          name="to"
          label="Until, not included"
          type="datetime-local"
          value={to}
          onValue={setTo}
          error={isGood ? null : 'This has to be later than the beginning.'}
        />
      </div>
      <Button type="submit" small className={style.apply} disabled={!isGood}>
        Show this period
      </Button>
    </form>
  );
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value }));

function ZonePart({ period }: { readonly period: Period }) {
  const [text, setText] = useState(period.zone);
  return (
    <div className={style.zonePart}>
      <SuggestField
        name="zone"
        label="Time zone"
        value={text}
        suggestions={zones}
        hint={isZone(text) ? undefined : 'Not a zone yet: for example Europe/Rome.'}
        onValue={(next) => {
          setText(next);
          if (zones.some(({ value }) => value === next)) period.choose({ zone: next });
        }}
      />
    </div>
  );
}
