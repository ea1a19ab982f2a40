import type { UseQueryResult } from '@tanstack/react-query';
import { Spark } from '../../charts/spark.tsx';
import { UsageChart } from '../../charts/usage-chart.tsx';
import { useParameters } from '../../data/address.ts';
import { useLive } from '../../data/live.ts';
import { paths } from '../../data/paths.ts';
import { usePeriod } from '../../data/period.ts';
import { Answer } from '../../design/answer.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { Panel } from '../../design/panel.tsx';
import { Total } from '../../design/total.tsx';
import { Quantity } from '../../design/value.tsx';
import { spanText } from '../../format/instant.ts';
import { meterDefinition } from '../../format/meter.ts';
import { shownWindows, type UsageWindow } from '../../format/windows.ts';
import { MeterUsageUpdatedDocument } from '../../generated/documents.ts';
import type { MeterCardsQuery, MeterCoursesQuery } from '../../generated/types.ts';
import style from './overview.module.css';

type MeterCard = MeterCardsQuery['meters']['nodes'][number];
type UsageByMeterProps = {
  readonly meters: readonly MeterCard[];
  readonly courses: UseQueryResult<MeterCoursesQuery, Error>;
  /** What was read of their courses, by the key of a meter. */
  readonly windowsOf: ReadonlyMap<string, readonly UsageWindow[]>;
  /** There are others, which have no place here. */
  readonly hasMore: boolean;
  readonly isStale: boolean;
  /** The chosen meter has moved: all of them may have. */
  readonly onMoved: () => void;
};

const none: readonly UsageWindow[] = [];

/** One meter large, and below it all of them, or as many as can be looked at, to choose from. */
export function UsageByMeter({ meters, courses, windowsOf, hasMore, isStale, onMoved }: UsageByMeterProps) {
  const { span, windowSize: size, zone } = usePeriod();
  const [parameters, setParameters] = useParameters();
  const chosen = meters.find(({ key }) => key === parameters.get('meter')) ?? meters[0];
  const goesOn = span.to === null;
  // One feed for all of them: a browser has few connections, and a page of fifty meters must not need fifty.
  useLive(MeterUsageUpdatedDocument, { meter: chosen?.key ?? '', from: span.from }, onMoved, {
    when: chosen?.status === 'ACTIVE' && goesOn,
  });
  if (chosen === undefined) return null;
  return (
    <>
      <Panel
        title={chosen.name}
        note={meterDefinition(chosen)}
        tools={
          <ButtonLink small to={paths.meter(chosen.key)}>
            Open the meter
          </ButtonLink>
        }
      >
        <div className={style.hero}>
          <Total
            value={chosen.usage?.value ?? null}
            unit={chosen.unit}
            isStale={isStale}
            about={
              <>
                from <Quantity value={chosen.usage?.eventCount ?? '0'} /> events, {spanText(span.from, span.to, zone)}
              </>
            }
          />
        </div>
        <Answer of={courses} lines={8}>
          {() => (
            <UsageChart
              label={`${chosen.name} by ${size.toLowerCase()}`}
              windows={windowsOf.get(chosen.key) ?? none}
              {...{ size, zone, goesOn }}
              unit={chosen.unit}
              height={260}
            />
          )}
        </Answer>
      </Panel>
      <Panel
        title={hasMore ? 'First meters' : 'All meters'}
        flush
        tools={
          hasMore && (
            <ButtonLink small to={paths.meters}>
              All meters
            </ButtonLink>
          )
        }
      >
        <div className={style.cards}>
          {meters.map((meter) => (
            <button
              key={meter.id}
              type="button"
              className={style.card}
              aria-pressed={meter === chosen}
              onClick={() => setParameters({ meter: meter.key })}
            >
              <span className={style.cardName}>{meter.name}</span>
              <span className={style.cardTotal}>
                <Quantity value={meter.usage?.value ?? null} unit={meter.unit} />
              </span>
              <Spark windows={shownWindows(windowsOf.get(meter.key) ?? none, { size, zone, goesOn })} />
            </button>
          ))}
        </div>
      </Panel>
    </>
  );
}
