import { UsageChart } from '../../charts/usage-chart.tsx';
import { useParameters } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { useEvery } from '../../data/every.ts';
import { useLive } from '../../data/live.ts';
import { usePeriod } from '../../data/period.ts';
import { useUpcoming } from '../../data/upcoming.ts';
import { Answer } from '../../design/answer.tsx';
import { BarSelect } from '../../design/field.tsx';
import { Loading } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Total } from '../../design/total.tsx';
import { Quantity } from '../../design/value.tsx';
import { spanText } from '../../format/instant.ts';
import {
  CustomerUsageDocument,
  CustomerUsageUpdatedDocument,
  MeterChoicesDocument,
} from '../../generated/documents.ts';
import style from './customer.module.css';

/** What the customer used on one meter in the chosen period, whether or not they pay for it. */
export function CustomerUsage({ externalId }: { readonly externalId: string }) {
  const { span, windowSize: size, zone } = usePeriod();
  const [, setParameters] = useParameters();
  const { meters, chosen } = useMeterOf(externalId);
  const goesOn = span.to === null;
  const meter = chosen?.key ?? '';
  const answer = useAsk(
    CustomerUsageDocument,
    { externalId, meter, ...span, size, zone },
    { when: chosen !== undefined, keep: true, everyMs: 30_000 },
  );
  useLive(CustomerUsageUpdatedDocument, { customer: externalId, meter, from: span.from }, () => void answer.refetch(), {
    when: chosen !== undefined && goesOn,
  });
  if (meters?.length === 0) return null;
  if (meters === null || chosen === undefined) {
    return (
      <Panel title="Usage" note={spanText(span.from, span.to, zone)}>
        <Loading lines={6} />
      </Panel>
    );
  }
  return (
    <Panel
      title="Usage"
      note={spanText(span.from, span.to, zone)}
      tools={
        <BarSelect
          label="Meter"
          value={meter}
          onValue={(key) => setParameters({ meter: key })}
          choices={meters.map(({ key, name }) => ({ value: key, label: name }))}
        />
      }
    >
      <Answer of={answer} lines={6}>
        {({ customer }) => (
          <div className={style.usage}>
            <Total
              value={customer?.usage?.value ?? null}
              unit={chosen.unit}
              isStale={answer.isPlaceholderData}
              about={
                <>
                  from <Quantity value={customer?.usage?.eventCount ?? '0'} /> events
                </>
              }
            />
            <UsageChart
              label={`${chosen.name} by ${size.toLowerCase()}`}
              windows={customer?.usage?.windows ?? []}
              {...{ size, zone, goesOn }}
              unit={chosen.unit}
            />
          </div>
        )}
      </Answer>
    </Panel>
  );
}

/** All meters, and the one that is looked at: what the address says, or one that the customer pays for, or the first. */
function useMeterOf(externalId: string) {
  const [parameters] = useParameters();
  const meters = useEvery(MeterChoicesDocument, (answer) => answer.meters);
  const upcoming = useUpcoming(externalId, { isLive: false });
  const lines = upcoming.data?.customer?.subscriptions.nodes.flatMap((one) => one.upcomingInvoice?.lines ?? []);
  const paidFor = lines?.find((line) => line.meter !== null)?.meter?.key;
  const withKey = (wanted: string | null | undefined) => meters?.find(({ key }) => key === wanted);
  const first = upcoming.isPending ? undefined : meters?.[0];
  return { meters, chosen: withKey(parameters.get('meter')) ?? withKey(paidFor) ?? first };
}
