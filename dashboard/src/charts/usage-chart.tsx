import 'uplot/dist/uPlot.min.css';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Table } from '../design/table.tsx';
import { Quantity } from '../design/value.tsx';
import type { WindowSize } from '../format/period.ts';
import { type ShownWindow, shownWindows, type UsageWindow } from '../format/windows.ts';
import { type Bars, createBars } from './bars.ts';
import style from './usage-chart.module.css';

type UsageChartProps = {
  /** What it is of, for who hears it: `Tokens by hour`. */
  readonly label: string;
  readonly windows: readonly UsageWindow[];
  readonly size: WindowSize;
  readonly zone: string;
  readonly unit?: string | null | undefined;
  /** The period ends now, so its last window is not over. */
  readonly goesOn: boolean;
  readonly height?: number;
};

/**
 * Usage by window, as bars. The drawing is approximate, as drawings are; the window that is pointed at, with a pointer or
 * the arrow keys, is said to the last digit, and all of them are in the table below.
 */
export function UsageChart({ label, windows, size, zone, unit, goesOn, height = 240 }: UsageChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const bars = useRef<Bars | null>(null);
  const [place, setPlace] = useState<number | null>(null);
  const shown = useMemo(() => shownWindows(windows, { size, zone, goesOn }), [windows, size, zone, goesOn]);
  useEffect(() => {
    if (element.current === null) return;
    bars.current = createBars(element.current, height, setPlace);
    return () => {
      bars.current?.destroy();
      bars.current = null;
    };
  }, [height]);
  useEffect(() => bars.current?.show(shown, size, zone), [shown, size, zone]);

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = place ?? (step > 0 ? -1 : shown.length);
    bars.current?.point(Math.min(Math.max(from + step, 0), shown.length - 1));
  }

  return (
    <figure className={style.figure}>
      <Readout window={place === null ? undefined : shown[place]} label={label} unit={unit} />
      <div
        ref={element}
        className={style.canvas}
        role="img"
        aria-label={`${label}: a chart of ${shown.length} windows. The arrow keys go through them.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go through the windows.
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => bars.current?.point(null)}
      />
      <WindowTable label={label} shown={shown} unit={unit} />
    </figure>
  );
}

type ReadoutProps = {
  readonly window: ShownWindow | undefined;
  readonly label: string;
  readonly unit: string | null | undefined;
};

function Readout({ window, label, unit }: ReadoutProps) {
  return (
    <div className={style.readout} aria-live="polite">
      <span>{window?.label ?? label}</span>
      {window && (
        <strong>
          <Quantity value={window.value} unit={unit} />
          {!window.isOver && ' so far'}
        </strong>
      )}
    </div>
  );
}

type WindowTableProps = {
  readonly label: string;
  readonly shown: readonly ShownWindow[];
  readonly unit: string | null | undefined;
};

/** The same to read: made only when somebody wants it, since there may be hundreds of rows. */
function WindowTable({ label, shown, unit }: WindowTableProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={style.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        <div>
          <Table
            caption={label}
            rows={[...shown].reverse()}
            keyOf={({ fromMs }) => String(fromMs)}
            columns={[
              { title: 'Window', cell: (row) => `${row.label}${row.isOver ? '' : ', so far'}`, isWide: true },
              { title: 'Value', cell: (row) => <Quantity value={row.value} unit={unit} />, atEnd: true },
            ]}
          />
        </div>
      )}
    </details>
  );
}
