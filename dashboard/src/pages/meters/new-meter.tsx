import { useState } from 'react';
import { useLocation } from 'wouter';
import { useParameters } from '../../data/address.ts';
import { useSend } from '../../data/ask.ts';
import { paths } from '../../data/paths.ts';
import { ResultForm } from '../../design/form.tsx';
import { withShared } from '../../design/link.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { say } from '../../design/toast.tsx';
import { MakeMeterDocument } from '../../generated/documents.ts';
import { PeriodChooser } from '../../period/period-chooser.tsx';
import { createInput, emptyDraft, type MeterDraft } from './meter-draft.ts';
import { MeterFields } from './meter-fields.tsx';
import { MeterPreview } from './meter-preview.tsx';
import style from './new-meter.module.css';

export default function NewMeter() {
  const [parameters] = useParameters();
  const [draft, setDraft] = useState<MeterDraft>(() => ({ ...emptyDraft, eventName: parameters.get('event') ?? '' }));
  const [, navigate] = useLocation();
  const create = useSend(MakeMeterDocument);
  return (
    <Page
      title="New meter"
      back={{ to: paths.meters, label: 'Meters' }}
      lead="It counts the past, too. What it counts cannot be changed later, so look at the preview first."
      tools={<PeriodChooser />}
    >
      <div className={style.columns}>
        <Panel title="What to count">
          <ResultForm
            submit="Create the meter"
            fieldOf={{ MeterKeyTaken: 'key' }}
            send={async () => (await create.mutateAsync({ input: createInput(draft) })).createMeter}
            onDone={({ meter }) => {
              say(`${meter.name} is there`, 'It counts from the first event on.');
              navigate(withShared(paths.meter(meter.key), parameters));
            }}
          >
            <MeterFields draft={draft} onChange={(change) => setDraft((known) => ({ ...known, ...change }))} />
          </ResultForm>
        </Panel>
        <div className={style.preview}>
          <MeterPreview draft={draft} />
        </div>
      </div>
    </Page>
  );
}
