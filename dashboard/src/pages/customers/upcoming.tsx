import { paths } from '../../data/paths.ts';
import { useUpcoming } from '../../data/upcoming.ts';
import { Answer } from '../../design/answer.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { Panel } from '../../design/panel.tsx';
import { Cash } from '../../design/value.tsx';
import type { CustomerUpcomingQuery } from '../../generated/types.ts';
import { Span } from '../../parts/span.tsx';
import { UsageAllowance } from '../../parts/usage-allowance.tsx';
import style from './customer.module.css';

type Subscription = NonNullable<CustomerUpcomingQuery['customer']>['subscriptions']['nodes'][number];

/** What is being used in the periods at hand, and what it comes to so far. */
export function Upcoming({ externalId }: { readonly externalId: string }) {
  const answer = useUpcoming(externalId);
  return (
    <Answer of={answer} lines={5}>
      {({ customer }) =>
        (customer?.subscriptions.nodes ?? []).map((subscription) => (
          <UpcomingOf key={subscription.id} subscription={subscription} />
        ))
      }
    </Answer>
  );
}

function UpcomingOf({ subscription: { id, product, upcomingInvoice } }: { readonly subscription: Subscription }) {
  if (upcomingInvoice === null) return null;
  const { periodStart, periodEnd, lines, total } = upcomingInvoice;
  return (
    <Panel
      title={product.name}
      note={<Span from={periodStart} to={periodEnd} />}
      tools={
        <>
          <span className={style.note}>
            <Cash money={total} /> so far
          </span>
          <ButtonLink small to={paths.upcoming(id)}>
            Upcoming invoice
          </ButtonLink>
        </>
      }
    >
      <UsageAllowance lines={lines} />
    </Panel>
  );
}
