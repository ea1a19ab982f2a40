import { lazy, Suspense, useEffect, useState } from 'react';
import { useAsk } from '../data/ask.ts';
import { Answer } from '../design/answer.tsx';
import { Empty, Loading } from '../design/notice.tsx';
import { CustomerHeadDocument } from '../generated/documents.ts';
import style from './customer-view.module.css';
import { UsageNow } from './usage-now.tsx';

const CreditsNow = lazy(() => import('./credits-now.tsx'));
const InvoicesNow = lazy(() => import('./invoices-now.tsx'));

type CustomerViewProps = { readonly customerId: string; readonly expiresAtMs: number };

/** What one customer may see: usage, credits and invoices. Nothing can be changed here. */
export function CustomerView({ customerId, expiresAtMs }: CustomerViewProps) {
  const answer = useAsk(CustomerHeadDocument, { id: customerId });
  return (
    <div className={style.page}>
      <Answer of={answer} lines={6}>
        {({ customer }) => {
          if (customer === null) return <Empty title="There is nothing to show">Ask whoever sent you this link.</Empty>;
          const { externalId, name } = customer;
          return (
            <>
              <header>
                <title>{`Usage of ${name ?? externalId}`}</title>
                <h1>{name ?? externalId}</h1>
                <ExpiryNote expiresAtMs={expiresAtMs} />
              </header>
              <main className={style.parts}>
                <UsageNow externalId={externalId} />
                <Suspense fallback={<Loading />}>
                  <CreditsNow externalId={externalId} />
                  <InvoicesNow externalId={externalId} />
                </Suspense>
              </main>
            </>
          );
        }}
      </Answer>
    </div>
  );
}

/** Says in time that the link is about to expire. What is on the page stays until it is reloaded. */
function ExpiryNote({ expiresAtMs }: { readonly expiresAtMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  const minutes = Math.ceil((expiresAtMs - nowMs) / 60_000);
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(expiresAtMs);
  return (
    <p className={minutes <= 5 ? style.soon : style.lead}>
      {minutes > 5
        ? `As it is now. This link is good until ${time}.`
        : minutes > 0
          ? `This link is good for ${minutes === 1 ? 'one more minute' : `${minutes} more minutes`}. Ask for a new one to go on.`
          : 'This link has expired. Ask for a new one to go on.'}
    </p>
  );
}
