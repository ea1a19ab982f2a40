import { useSend } from '../../data/ask.ts';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { say } from '../../design/toast.tsx';
import { PutAwayMeterDocument, TakeBackMeterDocument } from '../../generated/documents.ts';
import type { MeterFacts } from './meter.tsx';

type ArchiveMeterProps = { readonly meter: MeterFacts; readonly open: boolean; readonly onClose: () => void };

/** Archives a meter, or takes it back. */
export function ArchiveMeter({ meter, open, onClose }: ArchiveMeterProps) {
  const putAway = useSend(PutAwayMeterDocument);
  const takeBack = useSend(TakeBackMeterDocument);
  const input = { id: meter.id };
  if (meter.status === 'ARCHIVED') {
    return (
      <ConfirmDialog
        {...{ open, onClose }}
        title={`Take ${meter.name} back`}
        submit="Take it back"
        send={async () => (await takeBack.mutateAsync({ input })).unarchiveMeter}
        onDone={() => say(`${meter.name} counts again`)}
      >
        <p>It is built anew from all stored events, also from those that came while it was archived.</p>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      {...{ open, onClose }}
      title={`Archive ${meter.name}`}
      submit="Archive it"
      send={async () => (await putAway.mutateAsync({ input })).archiveMeter}
      onDone={() => say(`${meter.name} is archived`)}
    >
      <p>Its numbers stay readable. It takes no new usage, and products that charge for it charge nothing more.</p>
    </ConfirmDialog>
  );
}
