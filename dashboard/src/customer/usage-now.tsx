import { useUpcoming } from '../data/upcoming.ts';
import { Answer } from '../design/answer.tsx';
import { Empty } from '../design/notice.tsx';
import { Panel } from '../design/panel.tsx';
import { Cash } from '../design/value.tsx';
import { Span } from '../parts/span.tsx';
import { UsageAllowance } from '../parts/usage-allowance.tsx';

/** Usage against what is free, as it grows. */
export function UsageNow({ externalId }: { readonly externalId: string }) {
  const answer = useUpcoming(externalId);
  return (
    <Answer of={answer} lines={5}>
      {({ customer }) => {
        const open = (customer?.subscriptions.nodes ?? []).filter(({ upcomingInvoice }) => upcomingInvoice !== null);
        if (open.length === 0) {
          return (
            <Panel title="Usage">
              <Empty title="No subscription goes on" />
            </Panel>
          );
        }
        return open.map(
          ({ id, product, upcomingInvoice: invoice }) =>
            invoice && (
              <Panel
                key={id}
                title={product.name}
                note={<Span from={invoice.periodStart} to={invoice.periodEnd} />}
                tools={
                  <span>
                    <Cash money={invoice.total} /> so far
                  </span>
                }
              >
                <UsageAllowance lines={invoice.lines} />
              </Panel>
            ),
        );
      }}
    </Answer>
  );
}
