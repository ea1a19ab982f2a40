import type { ShownWindow } from '../format/windows.ts';
import style from './spark.module.css';

/** The course of a number in the space of a word. It says nothing that is not beside it, so nobody has to hear it. */
export function Spark({ windows }: { readonly windows: readonly ShownWindow[] }) {
  const top = Math.max(...windows.map(({ drawn }) => drawn ?? 0), 0);
  const width = 100 / Math.max(windows.length, 1);
  return (
    <svg className={style.spark} viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
      {windows.map(({ fromMs, drawn, isOver }, place) => {
        // What is there is seen, however small it is beside the rest.
        const height = drawn === null || drawn <= 0 || top === 0 ? 0.6 : Math.max((drawn / top) * 38, 1.5);
        return (
          <rect
            key={fromMs}
            className={isOver ? undefined : style.ongoing}
            x={place * width + width * 0.08}
            y={40 - height}
            width={width * 0.84}
            height={height}
          />
        );
      })}
    </svg>
  );
}
