import { Notice } from '../../design/notice.tsx';
import { Quantity } from '../../design/value.tsx';
import { progressPercent } from '../../format/meter.ts';
import style from './meter.module.css';

type Build = { readonly progress: string; readonly eventsRead: string; readonly eventsTotal: string };

/** How far counting the past has come. Until it is done the meter has no number: half of one would look like a whole. */
export function BuildProgress({ build }: { readonly build: Build }) {
  const percent = progressPercent(build.progress);
  return (
    <Notice title={`Counting the past: ${percent} %`}>
      <div className={style.building}>
        <p>
          <Quantity value={build.eventsRead} /> of <Quantity value={build.eventsTotal} /> stored events are read. Its
          numbers are here when all are.
        </p>
        <progress max={100} value={percent} aria-label="Counting the past" />
      </div>
    </Notice>
  );
}
