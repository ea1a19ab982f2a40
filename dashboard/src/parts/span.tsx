import { usePeriod } from '../data/period.ts';
import { instantText, spanText } from '../format/instant.ts';
import style from './span.module.css';

type SpanProps = {
  readonly from: string | null;
  readonly to: string | null;
  /** Only the days, for lists. */
  readonly isBrief?: boolean;
};

/** A half-open span on the clocks of the chosen zone. Exact on hover. Where it has to be broken, it is between its ends. */
export function Span({ from, to, isBrief = false }: SpanProps) {
  const { zone } = usePeriod();
  const exact = [from, to].map((edge) => (edge === null ? '…' : instantText(edge, zone, 'micro'))).join(' – ');
  const [start = '', ...end] = spanText(from, to, zone, isBrief ? 'days' : 'exact').split(' – ');
  return (
    <span className={style.span} title={`${exact} (${zone})`}>
      <span className={style.edge}>
        {start}
        {end.length > 0 && ' –'}
      </span>
      {end.length > 0 && ' '}
      <span className={style.edge}>{end.join(' – ')}</span>
    </span>
  );
}
