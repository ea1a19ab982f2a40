import type { ShownWindow } from '../format/windows.ts';
import style from './spark.module.css';

/** The course of a number in the space of a word. It says nothing that is not beside it, so nobody has to hear it. */
export function Spark({ windows }: { readonly windows: readonly ShownWindow[] }) {
  const top = Math.max(...windows.map(({ drawn }) => drawn ?? 0), 0);
  const width = 100 / Math.max(windows.length, 1);
  // In two figures, not one for each bar: a page has dozens of these, of hundreds of bars.
  const bars = (isOver: boolean) =>
    windows
      .map(({ drawn, isOver: ended }, place) => (ended === isOver ? barOf(drawn, top, place * width, width) : ''))
      .join('');
  return (
    <svg className={style.spark} viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
      <path d={bars(true)} />
      <path className={style.ongoing} d={bars(false)} />
    </svg>
  );
}

/** A path in a drawing that is 40 high. What is there is seen, however small it is beside the rest. */
function barOf(drawn: number | null, top: number, left: number, width: number): string {
  const height = drawn === null || drawn <= 0 || top === 0 ? 0.6 : Math.max((drawn / top) * 38, 1.5);
  const x = (left + width * 0.08).toFixed(3);
  return `M${x} 40v${(-height).toFixed(3)}h${(width * 0.84).toFixed(3)}v${height.toFixed(3)}z`;
}
