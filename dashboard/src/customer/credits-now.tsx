import { useParameters } from '../data/address.ts';
import { useAsk } from '../data/ask.ts';
import { useBalanceFeed } from '../data/credits.ts';
import { usePeriod } from '../data/period.ts';
import { Answer } from '../design/answer.tsx';
import { Button } from '../design/button.tsx';
import { Panel } from '../design/panel.tsx';
import { type PeriodName, periodLabels } from '../format/period.ts';
import { CreditBalancesDocument } from '../generated/documents.ts';
import { Balance } from '../parts/balance.tsx';
import { CreditLedger } from '../parts/credit-ledger.tsx';
import { CreditStatement } from '../parts/credit-statement.tsx';
import style from './customer-view.module.css';

const periods: readonly PeriodName[] = ['7d', '30d', 'month', 'last-month', 'year', 'all'];

/** Credits, if there ever were any: how many, and every movement of them. */
export default function CreditsNow({ externalId }: { readonly externalId: string }) {
  const [parameters, setParameters] = useParameters();
  const period = usePeriod();
  const answer = useAsk(CreditBalancesDocument, { customer: externalId }, { everyMs: 30_000 });
  const balances = answer.data?.customer?.creditBalances ?? [];
  const chosen = balances.find(({ creditType }) => creditType.key === parameters.get('credits')) ?? balances[0];
  const type = chosen?.creditType.key ?? null;
  useBalanceFeed(externalId, type);
  return (
    <Answer of={answer}>
      {() =>
        chosen !== undefined &&
        type !== null && (
          <>
            <Panel
              title={chosen.creditType.name}
              tools={balances
                .filter((other) => balances.length > 1 && other !== chosen)
                .map(({ creditType }) => (
                  <Button key={creditType.key} small onClick={() => setParameters({ credits: creditType.key })}>
                    {creditType.name}
                  </Button>
                ))}
            >
              <Balance balance={chosen} />
            </Panel>
            <fieldset className={style.periods}>
              <legend className="visually-hidden">Period of statement and ledger</legend>
              {periods.map((name) => (
                <Button key={name} small aria-pressed={period.name === name} onClick={() => period.choose({ name })}>
                  {periodLabels[name]}
                </Button>
              ))}
            </fieldset>
            <CreditStatement customer={externalId} type={type} />
            <CreditLedger customer={externalId} type={type} />
          </>
        )
      }
    </Answer>
  );
}
