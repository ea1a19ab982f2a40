import { usePeriod } from '../data/period.ts';
import { instantText, spanText } from '../format/instant.ts';
import style from './span.module.css';

/** A half-open span on the clocks of the chosen zone. Exact on hover. */
export function Span({ from, to }: { readonly from: string | null; readonly to: string | null }) {
  const { zone } = usePeriod();
  const exact = [from, to].map((edge) => (edge === null ? '…' : instantText(edge, zone, 'micro'))).join(' – ');
  return (
    <span className={style.span} title={`${exact} (${zone})`}>
      {spanText(from, to, zone)}
    </span>
  );
}
