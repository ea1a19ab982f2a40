import { lazy, Suspense, useState } from 'react';
import { useNow } from '../data/clock.ts';
import { usePeriod } from '../data/period.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { Loading } from '../design/notice.tsx';
import { Popover } from '../design/popover.tsx';
import { spanText, zoneText } from '../format/instant.ts';
import { isPeriodName, periodLabels } from '../format/period.ts';
import style from './period-chooser.module.css';

// Only who opens it needs calendars of their own and the list of zones.
const PeriodChoices = lazy(() => import('./period-choices.tsx'));

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
      <Suspense fallback={<Loading />}>
        <PeriodChoices period={period} onChosen={() => setOpen(false)} />
      </Suspense>
    </Popover>
  );
}
