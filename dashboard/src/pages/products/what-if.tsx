import { useState } from 'react';
import { useAsk } from '../../data/ask.ts';
import { useNow } from '../../data/clock.ts';
import { paths } from '../../data/paths.ts';
import { usePeriod } from '../../data/period.ts';
import { Answer } from '../../design/answer.tsx';
import { Button } from '../../design/button.tsx';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Table } from '../../design/table.tsx';
import { Cash } from '../../design/value.tsx';
import { compareDecimals } from '../../format/decimal.ts';
import { spanText } from '../../format/instant.ts';
import { PricingSimulationDocument } from '../../generated/documents.ts';
import type { SimulatePricingInput } from '../../generated/types.ts';
import style from './what-if.module.css';

type Prices = Pick<SimulatePricingInput, 'product' | 'draft'>;

type WhatIfProps = { readonly prices: Prices; readonly lead: string };

/** What recorded usage would have cost under some prices. Worked out when it is asked for: it reads a whole period. */
export function WhatIf({ prices, lead }: WhatIfProps) {
  const { span, zone } = usePeriod();
  const nowMs = useNow(60_000);
  const [asked, setAsked] = useState<SimulatePricingInput | null>(null);
  const input = { ...prices, from: span.from ?? '2000-01-01T00:00:00Z', to: span.to ?? instantText(nowMs) };
  return (
    <Panel
      title="What if?"
      note={spanText(span.from, span.to, zone)}
      flush={asked !== null}
      tools={
        <Button small look="main" onClick={() => setAsked(input)}>
          {asked === null ? 'Work it out' : 'Work it out anew'}
        </Button>
      }
    >
      {asked === null ? <p>{lead} The period is chosen at the top.</p> : <Outcome input={asked} />}
    </Panel>
  );
}

/** To the minute: another question each time would be asked anew whenever the page is drawn. */
function instantText(ms: number): string {
  return new Date(Math.floor(ms / 60_000) * 60_000).toISOString();
}

function Outcome({ input }: { readonly input: SimulatePricingInput }) {
  const answer = useAsk(PricingSimulationDocument, { input }, { keep: true });
  return (
    <Answer of={answer} lines={6}>
      {({ simulatePricing: { before, after, difference, customers } }) =>
        customers.length === 0 ? (
          <Empty title="Nobody pays in this currency">
            Prices can be compared in the currency that somebody pays in.
          </Empty>
        ) : (
          <>
            <dl className={style.sums}>
              {(
                [
                  ['As it was', before],
                  ['With these prices', after],
                  ['Difference', difference],
                ] as const
              ).map(([name, money]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <Cash money={money} />
                  </dd>
                </div>
              ))}
            </dl>
            <Table
              caption="By customer"
              isStale={answer.isPlaceholderData}
              rows={[...customers].sort((a, b) => bySize(b.difference.amount, a.difference.amount)).slice(0, 200)}
              keyOf={({ customer }) => customer.externalId}
              columns={[
                {
                  title: 'Customer',
                  cell: ({ customer }) => (
                    <PageLink to={paths.customer(customer.externalId)}>{customer.name ?? customer.externalId}</PageLink>
                  ),
                  isWide: true,
                },
                { title: 'As it was', cell: (row) => <Cash money={row.before} />, atEnd: true },
                { title: 'With these prices', cell: (row) => <Cash money={row.after} />, atEnd: true },
                { title: 'Difference', cell: (row) => <Cash money={row.difference} />, atEnd: true },
              ]}
            />
            {customers.length > 200 && (
              <p className={style.note}>The 200 with the greatest difference, of {customers.length}.</p>
            )}
          </>
        )
      }
    </Answer>
  );
}

function bySize(a: string, b: string): number {
  return compareDecimals(a.replace('-', ''), b.replace('-', ''));
}
