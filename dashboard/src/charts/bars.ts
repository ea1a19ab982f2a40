import uPlot from 'uplot';
import type { WindowSize } from '../format/period.ts';
import { axisLabels, type ShownWindow, windowMs } from '../format/windows.ts';
import { drawnColor, onColorsChanged } from './colors.ts';

export type Bars = {
  show(windows: readonly ShownWindow[], size: WindowSize, zone: string): void;
  /** Marks a window, as a pointer on it does; null: none. */
  point(place: number | null): void;
  destroy(): void;
};

/**
 * Draws windows of time as bars from each window's beginning to its end. The window that is not over yet is drawn softly.
 * `onPoint` is told which one is pointed at.
 */
export function createBars(element: HTMLElement, height: number, onPoint: (place: number | null) => void): Bars {
  let shown: readonly ShownWindow[] = [];
  let zone = 'UTC';
  let sizeSeconds = 60;
  let colors = readColors(element);
  const font = () => `${Math.round(11.5 * remScale())}px "IBM Plex Sans Variable", sans-serif`;
  const series = (fill: () => string): uPlot.Series => ({
    fill,
    width: 0,
    points: { show: false },
    // From the beginning of a window on, with a hair between it and the next.
    paths: barPaths,
  });
  const plot = new uPlot(
    {
      width: Math.max(element.clientWidth, 100),
      height,
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false }, points: { show: false } },
      padding: [8, 20, 0, 0],
      scales: {
        x: { time: true, range: () => [edge(shown[0]?.fromMs), edge(shown.at(-1)?.toMs)] },
        y: { range: (_, low, high) => heightRange(low, high) },
      },
      series: [{}, series(() => colors.bar), series(() => colors.barSoft)],
      axes: [
        {
          stroke: () => colors.ink,
          font: font(),
          grid: { show: false },
          ticks: { stroke: () => colors.line, size: 5, width: 1 },
          space: 64,
          // Never finer than the windows: at noon no window of a day begins.
          incrs: () => stepsSeconds.filter((step) => step >= sizeSeconds),
          values: (_, splits, _axis, _space, stepSeconds) => axisLabels(splits, stepSeconds, zone),
        },
        {
          stroke: () => colors.ink,
          font: font(),
          grid: { stroke: () => colors.line, width: 1 },
          ticks: { show: false },
          border: { show: false },
          size: (_, values) => 14 + 7.2 * remScale() * Math.max(3, ...(values ?? []).map(({ length }) => length)),
          values: (_, splits) => splits.map((split) => (Math.abs(split) < 1e15 ? compact : scientific).format(split)),
        },
      ],
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), zone),
    },
    [[], [], []],
    element,
  );
  const sizes = new ResizeObserver(() => plot.setSize({ width: Math.max(element.clientWidth, 100), height }));
  sizes.observe(element);
  const forget = onColorsChanged(() => {
    colors = readColors(element);
    plot.redraw(false);
  });
  return {
    show(windows, size, inZone) {
      [shown, zone, sizeSeconds] = [windows, inZone, windowMs[size] / 1_000];
      plot.setData([
        windows.map(({ fromMs }) => fromMs / 1_000),
        windows.map(({ isOver, drawn }) => (isOver ? drawn : null)),
        windows.map(({ isOver, drawn }) => (isOver ? null : drawn)),
      ]);
    },
    point(place) {
      const window = place === null ? undefined : shown[place];
      if (window === undefined) return plot.setCursor({ left: -10, top: -10 });
      const middle = (window.fromMs + window.toMs) / 2_000;
      plot.setCursor({ left: plot.valToPos(middle, 'x'), top: 10 });
    },
    destroy() {
      sizes.disconnect();
      forget();
      plot.destroy();
    },
  };
}

const barPaths = uPlot.paths.bars?.({ size: [0.86, 120], align: 1, radius: 0.08 }) as uPlot.Series.PathBuilder;
const [minute, hour, day] = [60, 3_600, 86_400];
const stepsSeconds = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 4, 6, 12].map((count) => count * hour),
  ...[1, 2, 3, 7, 14, 28, 91, 182, 365, 730].map((count) => count * day),
];
const scientific = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

function edge(ms: number | undefined): number {
  return (ms ?? 0) / 1_000;
}

function heightRange(low: number | null, high: number | null): [number, number] {
  const [bottom, top] = [Math.min(low ?? 0, 0), Math.max(high ?? 0, 0)];
  return top === bottom ? [0, 1] : [bottom * 1.05, top * 1.05];
}

function readColors(element: Element) {
  return {
    bar: drawnColor(element, '--series-1'),
    barSoft: drawnColor(element, '--series-soft'),
    ink: drawnColor(element, '--ink-faint'),
    line: drawnColor(element, '--line'),
  };
}

function remScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}
