import { useState } from 'react';
import { useParameters } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { useBalanceFeed } from '../../data/credits.ts';
import { Answer } from '../../design/answer.tsx';
import { Button } from '../../design/button.tsx';
import { BarSelect } from '../../design/field.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { CreditBalancesDocument } from '../../generated/documents.ts';
import { Balance } from '../../parts/balance.tsx';
import { CreditLedger } from '../../parts/credit-ledger.tsx';
import { CreditStatement } from '../../parts/credit-statement.tsx';
import { AdjustCredits, GrantCredits } from './credit-dialogs.tsx';
import style from './customer.module.css';
import type { CustomerFacts } from './customer.tsx';
import { Grants } from './grants.tsx';

/** The credits of a customer, one type at a time. */
export function Credits({ customer: { externalId } }: { readonly customer: CustomerFacts }) {
  const [parameters, setParameters] = useParameters();
  const [dialog, setDialog] = useState<'grant' | 'adjust' | null>(null);
  const answer = useAsk(CreditBalancesDocument, { customer: externalId }, { everyMs: 30_000 });
  const balances = answer.data?.customer?.creditBalances ?? [];
  const chosen = balances.find(({ creditType }) => creditType.key === parameters.get('credits')) ?? balances[0];
  const type = chosen?.creditType.key ?? null;
  useBalanceFeed(externalId, type);
  const close = () => setDialog(null);
  return (
    <Answer of={answer} lines={5}>
      {() => (
        <div className={style.stack}>
          <Panel
            title={chosen?.creditType.name ?? 'Credits'}
            tools={
              <>
                {balances.length > 1 && (
                  <BarSelect
                    label="Credits"
                    value={type ?? ''}
                    onValue={(credits) => setParameters({ credits })}
                    choices={balances.map(({ creditType }) => ({ value: creditType.key, label: creditType.name }))}
                  />
                )}
                <Button small look="main" onClick={() => setDialog('grant')}>
                  Grant
                </Button>
                {type !== null && (
                  <Button small onClick={() => setDialog('adjust')}>
                    Adjust
                  </Button>
                )}
              </>
            }
          >
            {chosen === undefined ? (
              <Empty title="No credits yet">
                Grants put them here: by hand, or with every period of a subscription.
              </Empty>
            ) : (
              <Balance balance={chosen} />
            )}
          </Panel>
          {type !== null && (
            <>
              <Grants customer={externalId} type={type} />
              <CreditStatement customer={externalId} type={type} />
              <CreditLedger customer={externalId} type={type} />
            </>
          )}
          {dialog === 'grant' && <GrantCredits customer={externalId} type={type} onClose={close} />}
          {dialog === 'adjust' && type !== null && <AdjustCredits customer={externalId} type={type} onClose={close} />}
        </div>
      )}
    </Answer>
  );
}
