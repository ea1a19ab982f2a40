import { type FormEvent, useState } from 'react';
import { useNow } from '../data/clock.ts';
import { type Period, usePeriod } from '../data/period.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { Popover } from '../design/popover.tsx';
import { SuggestField } from '../design/suggest-field.tsx';
import { isZone, spanText, zoneText } from '../format/instant.ts';
import { isPeriodName, localText, periodLabels, periodNames, spanOf } from '../format/period.ts';
import style from './period-chooser.module.css';

/** Chooses what the whole page is about: the period, and whose days they are. Both stay in the address. */
export function PeriodChooser() {
  const period = usePeriod();
  const nowMs = useNow();
  const [isOpen, setOpen] = useState(false);
  const label = isPeriodName(period.name)
    ? periodLabels[period.name]
    : spanText(period.span.from, period.span.to, period.zone);
  return (
    <Popover
      label="Period and time zone"
      open={isOpen}
      onOpen={setOpen}
      trigger={
        <Button>
          {label}
          <span className={style.zone}>{zoneText(period.zone, nowMs)}</span>
          <Icon name="down" size={14} />
        </Button>
      }
    >
      <div className={style.names}>
        {periodNames.map((name) => (
          <button
            key={name}
            type="button"
            className={style.name}
            aria-pressed={period.name === name}
            onClick={() => {
              period.choose({ name });
              setOpen(false);
            }}
          >
            {periodLabels[name]}
          </button>
        ))}
      </div>
      <OwnPeriod period={period} nowMs={nowMs} onChosen={() => setOpen(false)} />
      <ZonePart period={period} />
    </Popover>
  );
}

type OwnPeriodProps = { readonly period: Period; readonly nowMs: number; readonly onChosen: () => void };

function OwnPeriod({ period, nowMs, onChosen }: OwnPeriodProps) {
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
