import { UsageChart } from '../../charts/usage-chart.tsx';
import { useParameters } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { usePeriod } from '../../data/period.ts';
import { Answer } from '../../design/answer.tsx';
import { BarSelect } from '../../design/field.tsx';
import { Panel } from '../../design/panel.tsx';
import { Total } from '../../design/total.tsx';
import { Quantity } from '../../design/value.tsx';
import { spanText } from '../../format/instant.ts';
import { type WindowSize, windowSizes } from '../../format/period.ts';
import { MeterWindowsDocument } from '../../generated/documents.ts';
import style from './meter.module.css';
import type { MeterFacts } from './meter.tsx';

const sizeLabels: Record<WindowSize, string> = {
  MINUTE: 'By minute',
  HOUR: 'By hour',
  DAY: 'By day',
  WEEK: 'By week',
  MONTH: 'By month',
};

/** The exact total of the period, and its course. */
export function MeterUsage({ meter, isStale }: { readonly meter: MeterFacts; readonly isStale: boolean }) {
  const { span, spanMs, windowSize, zone } = usePeriod();
  const [parameters, setParameters] = useParameters();
  const sizes = spanMs === null ? (['DAY', 'WEEK', 'MONTH'] as const) : windowSizes(spanMs);
  const size = sizes.find((fitting) => fitting === parameters.get('by')) ?? windowSize;
  const answer = useAsk(
    MeterWindowsDocument,
    { key: meter.key, ...span, size, zone },
    { keep: true, everyMs: 5_000, when: meter.usage !== null },
  );
  return (
    <Panel
      title="Usage"
      note={spanText(span.from, span.to, zone)}
      tools={
        <BarSelect
          label="Windows"
          value={size}
          onValue={(by) => setParameters({ by })}
          choices={sizes.map((value) => ({ value, label: sizeLabels[value] }))}
        />
      }
    >
      <div className={style.total}>
        <Total
          value={meter.usage?.value ?? null}
          unit={meter.unit}
          isStale={isStale}
          about={
            <>
              from <Quantity value={meter.usage?.eventCount ?? '0'} /> events
            </>
          }
        />
      </div>
      {meter.usage !== null && (
        <Answer of={answer} lines={6}>
          {({ meter: windowed }) => (
            <UsageChart
              label={`${meter.name} by ${size.toLowerCase()}`}
              windows={windowed?.usage?.windows ?? []}
              unit={meter.unit}
              goesOn={span.to === null}
              {...{ size, zone }}
            />
          )}
        </Answer>
      )}
    </Panel>
  );
}
