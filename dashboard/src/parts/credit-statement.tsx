import { useAsk } from '../data/ask.ts';
import { usePeriod } from '../data/period.ts';
import { Answer } from '../design/answer.tsx';
import { Empty } from '../design/notice.tsx';
import { Panel } from '../design/panel.tsx';
import { Quantity } from '../design/value.tsx';
import { entryKindLabels } from '../format/credits.ts';
import { isNegative } from '../format/decimal.ts';
import { spanText } from '../format/instant.ts';
import { CreditStatementDocument } from '../generated/documents.ts';
import style from './credit-statement.module.css';

type CreditStatementProps = { readonly customer: string; readonly type: string };

/** What came and went in the chosen period: the opening balance and all rows add up to the closing one. */
export function CreditStatement({ customer, type }: CreditStatementProps) {
  const { span, zone } = usePeriod();
  const answer = useAsk(CreditStatementDocument, { customer, type, ...span }, { keep: true });
  return (
    <Panel title="Statement" note={spanText(span.from, span.to, zone)} flush>
      <Answer of={answer}>
        {(data) => {
          const statement = data.customer?.creditStatement;
          if (statement == null) return <Empty title="There are no such credits" />;
          return (
            <table className={style.statement}>
              <caption className="visually-hidden">Statement</caption>
              <tbody>
                <tr>
                  <th scope="row">Opening balance</th>
                  <td />
                  <td>
                    <Quantity value={statement.opening} />
                  </td>
                </tr>
                {statement.rows.map(({ kind, amount, entryCount }) => (
                  <tr key={kind}>
                    <th scope="row">{entryKindLabels[kind] ?? kind}</th>
                    <td className={style.count}>
                      <Quantity value={entryCount} /> {entryCount === '1' ? 'entry' : 'entries'}
                    </td>
                    <td>
                      {isNegative(amount) ? '' : '+'}
                      <Quantity value={amount} />
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">Closing balance</th>
                  <td />
                  <td>
                    = <Quantity value={statement.closing} />
                  </td>
                </tr>
              </tfoot>
            </table>
          );
        }}
      </Answer>
    </Panel>
  );
}
