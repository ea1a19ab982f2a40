import { useAsk } from '../../data/ask.ts';
import { usePeriod } from '../../data/period.ts';
import { Answer } from '../../design/answer.tsx';
import { Panel } from '../../design/panel.tsx';
import { Cash } from '../../design/value.tsx';
import { spanText } from '../../format/instant.ts';
import { RevenueDocument } from '../../generated/documents.ts';
import style from './revenue.module.css';

/** What was invoiced in the chosen period, by currency: amounts of two currencies are never added up. */
export function Revenue() {
  const { span, zone } = usePeriod();
  const answer = useAsk(RevenueDocument, span, { everyMs: 15_000, keep: true });
  return (
    <Panel title="Revenue" note={spanText(span.from, span.to, zone)}>
      <Answer of={answer}>
        {({ workspace: { revenue } }) =>
          revenue.length === 0 ? (
            <p className={style.about}>No invoice’s period has ended in this period.</p>
          ) : (
            <ul className={style.list}>
              {revenue.map(({ currency, final, draft, invoiceCount }) => (
                <li key={currency}>
                  <p className={style.total}>
                    <Cash money={final} />
                  </p>
                  <p className={style.about}>
                    and {draft === null ? 'too much to add up' : <Cash money={draft} />} in drafts, on {invoiceCount}{' '}
                    {invoiceCount === 1 ? 'invoice' : 'invoices'}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
