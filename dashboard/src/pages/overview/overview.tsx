import { useMemo } from 'react';
import { useAsk } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { usePeriod } from '../../data/period.ts';
import { Answer } from '../../design/answer.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { MeterCardsDocument, MeterCoursesDocument } from '../../generated/documents.ts';
import { PeriodChooser } from '../../period/period-chooser.tsx';
import { AttentionPanel } from './attention.tsx';
import { LatestInvoices, UpcomingInvoices } from './invoices.tsx';
import style from './overview.module.css';
import { Revenue } from './revenue.tsx';
import { UsageByMeter } from './usage-by-meter.tsx';

export default function Overview() {
  const { span, windowSize, zone } = usePeriod();
  const answer = useAsk(MeterCardsDocument, span, { keep: true, everyMs: 5_000 });
  // The numbers first: of many meters their courses take several times as long, and so does what is beside them.
  const isThere = !answer.isPending;
  const courses = useAsk(
    MeterCoursesDocument,
    { ...span, size: windowSize, zone },
    { keep: true, everyMs: 5_000, when: isThere },
  );
  const windowsOf = useMemo(
    () => new Map(courses.data?.meters.nodes.map(({ key, usage }) => [key, usage?.windows ?? []])),
    [courses.data],
  );
  const onMoved = () => void Promise.all([answer.refetch(), courses.refetch()]);
  return (
    <Page title="Overview" tools={<PeriodChooser />}>
      <div className={style.columns}>
        <div className={style.column}>
          <Answer of={answer} lines={8}>
            {({ meters }) =>
              meters.nodes.length === 0 ? (
                <Panel title="Usage">
                  <Empty
                    title="Nothing is counted yet"
                    action={<ButtonLink to={paths.newMeter}>Make a meter</ButtonLink>}
                  >
                    Events are kept from the first one on, and a meter counts those that were there before it.
                  </Empty>
                </Panel>
              ) : (
                <UsageByMeter
                  meters={meters.nodes}
                  courses={courses}
                  windowsOf={windowsOf}
                  hasMore={meters.pageInfo.hasNextPage}
                  isStale={answer.isPlaceholderData || courses.isPlaceholderData}
                  onMoved={onMoved}
                />
              )
            }
          </Answer>
        </div>
        {isThere && (
          <div className={style.column}>
            <AttentionPanel />
            <Revenue />
            <UpcomingInvoices />
            <LatestInvoices />
          </div>
        )}
      </div>
    </Page>
  );
}
