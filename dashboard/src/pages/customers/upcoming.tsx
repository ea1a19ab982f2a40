import { paths } from '../../data/paths.ts';
import { useUpcoming } from '../../data/upcoming.ts';
import { Answer } from '../../design/answer.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { Panel } from '../../design/panel.tsx';
import { Cash } from '../../design/value.tsx';
import { Span } from '../../parts/span.tsx';
import { UsageAllowance } from '../../parts/usage-allowance.tsx';
import style from './customer.module.css';

/** What is being used in the periods at hand, and what it comes to so far. */
export function Upcoming({ externalId }: { readonly externalId: string }) {
  const answer = useUpcoming(externalId);
  return (
    <Answer of={answer} lines={5}>
      {({ customer }) =>
        (customer?.subscriptions.nodes ?? []).map(
          ({ id, product, upcomingInvoice: invoice }) =>
            invoice && (
              <Panel
                key={id}
                title={product.name}
                note={<Span from={invoice.periodStart} to={invoice.periodEnd} />}
                tools={
                  <>
                    <span className={style.note}>
                      <Cash money={invoice.total} /> so far
                    </span>
                    <ButtonLink small to={paths.invoice(invoice.id)}>
                      Upcoming invoice
                    </ButtonLink>
                  </>
                }
              >
                <UsageAllowance lines={invoice.lines} />
              </Panel>
            ),
        )
      }
    </Answer>
  );
}
