import { type FormEvent, useState } from 'react';
import { useNow } from '../../data/clock.ts';
import { usePeriod } from '../../data/period.ts';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Panel } from '../../design/panel.tsx';
import { clockSteps, laterBy, secondsText } from '../../format/clock.ts';
import { instantText } from '../../format/instant.ts';
import { instantOfLocal, localText } from '../../format/period.ts';
import { MoveClockTrouble, useMoveClock } from '../../parts/move-clock.tsx';
import style from './settings.module.css';

type ClockProps = { readonly now: string; readonly graceSeconds: number };

/** The clock of a test workspace. It only goes forward, and what falls due on the way happens in its order. */
export function Clock({ now, graceSeconds }: ClockProps) {
  const { zone } = usePeriod();
  const nowMs = useNow(1_000);
  const clock = useMoveClock();
  const [own, setOwn] = useState(() => localText(laterBy(Date.parse(now), 'month', zone), zone));
  const chosen = instantOfLocal(own, zone);
  const isLater = chosen !== null && Date.parse(chosen) > nowMs;
  function moveThere(event: FormEvent) {
    event.preventDefault();
    if (chosen !== null && isLater) clock.moveTo(chosen);
  }
  return (
    <Panel title="Test clock" note={clock.isMoving ? 'moving…' : zone}>
      <div className={style.clock}>
        <div>
          <p className={style.now}>{instantText(new Date(nowMs).toISOString(), zone, 'second')}</p>
          <p className={style.ahead}>
            Periods end, invoices become final and credits expire by it. It only goes forward.
          </p>
        </div>
        <div className={style.steps}>
          {clockSteps.map((step) => (
            <Button key={step} busy={clock.isMoving} onClick={() => clock.moveTo(laterBy(nowMs, step, zone))}>
              1 {step} on
            </Button>
          ))}
          {graceSeconds > 0 && (
            <Button
              busy={clock.isMoving}
              onClick={() => clock.moveTo(new Date(nowMs + graceSeconds * 1_000).toISOString())}
            >
              The grace time on ({secondsText(graceSeconds)})
            </Button>
          )}
        </div>
        <form className={style.own} onSubmit={moveThere}>
          <TextField
            name="to"
            label="To an instant"
            type="datetime-local"
            value={own}
            onValue={setOwn}
            error={isLater ? null : 'This has to be later than now.'}
          />
          <Button type="submit" busy={clock.isMoving || !isLater}>
            {clock.isMoving ? 'Moving…' : 'Move the clock there'}
          </Button>
        </form>
        <MoveClockTrouble refused={clock.refused} error={clock.error} />
        <p className={style.ahead}>To the end of a period: on the page of a customer, at the subscription.</p>
      </div>
    </Panel>
  );
}
