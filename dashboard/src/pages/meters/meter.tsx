import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePart } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { useLive } from '../../data/live.ts';
import { paths } from '../../data/paths.ts';
import { usePeriod } from '../../data/period.ts';
import { Answer } from '../../design/answer.tsx';
import { Button } from '../../design/button.tsx';
import { Empty } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { MeterPageDocument, MeterUsageUpdatedDocument } from '../../generated/documents.ts';
import type { MeterPageQuery } from '../../generated/types.ts';
import { PeriodChooser } from '../../period/period-chooser.tsx';
import { ArchiveMeter } from './archive-meter.tsx';
import { BuildProgress } from './build-progress.tsx';
import { EditMeter } from './edit-meter.tsx';
import style from './meter.module.css';
import { MeterDefinition } from './meter-definition.tsx';
import { MeterGroups } from './meter-groups.tsx';
import { MeterStatus } from './meter-status.tsx';
import { MeterUsage } from './meter-usage.tsx';
import { TopCustomers } from './top-customers.tsx';

export type MeterFacts = NonNullable<MeterPageQuery['meter']>;

const back = { to: paths.meters, label: 'Meters' };

export default function Meter() {
  const key = usePart('key');
  const { span } = usePeriod();
  const reads = useQueryClient();
  const [isBuilding, setBuilding] = useState(false);
  const answer = useAsk(MeterPageDocument, { key, ...span }, { keep: true, everyMs: isBuilding ? 500 : 5_000 });
  const meter = answer.data?.meter;
  const status = meter?.status;
  useEffect(() => setBuilding(status === 'BUILDING'), [status]);
  useLive(MeterUsageUpdatedDocument, { meter: key, from: span.from }, () => void reads.invalidateQueries(), {
    when: meter?.status === 'ACTIVE' && span.to === null,
  });
  if (meter == null) {
    return (
      <Page title={key} back={back}>
        <Panel title="Meter">
          <Answer of={answer}>{() => <Empty title="There is no such meter">It may have another key.</Empty>}</Answer>
        </Panel>
      </Page>
    );
  }
  return (
    <Page
      title={meter.name}
      badge={<MeterStatus status={meter.status} build={meter.build} />}
      lead={meter.description}
      back={back}
      tools={<MeterTools meter={meter} />}
    >
      <Answer of={answer}>
        {() => (
          <>
            {meter.status === 'BUILDING' && meter.build && <BuildProgress build={meter.build} />}
            <MeterUsage meter={meter} isStale={answer.isPlaceholderData} />
            <div className={style.two}>
              <TopCustomers meter={meter} />
              {meter.groupBy.length > 0 && <MeterGroups meter={meter} />}
              <MeterDefinition meter={meter} />
            </div>
          </>
        )}
      </Answer>
    </Page>
  );
}

function MeterTools({ meter }: { readonly meter: MeterFacts }) {
  const [dialog, setDialog] = useState<'edit' | 'archive' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <PeriodChooser />
      <Button onClick={() => setDialog('edit')}>Edit</Button>
      <Button onClick={() => setDialog('archive')}>{meter.status === 'ARCHIVED' ? 'Unarchive' : 'Archive'}</Button>
      <EditMeter meter={meter} open={dialog === 'edit'} onClose={close} />
      <ArchiveMeter meter={meter} open={dialog === 'archive'} onClose={close} />
    </>
  );
}
