import { useState } from 'react';
import { useSend } from '../../data/ask.ts';
import { TextField } from '../../design/field.tsx';
import { ResultForm } from '../../design/form.tsx';
import { Panel } from '../../design/panel.tsx';
import { say } from '../../design/toast.tsx';
import { secondsText } from '../../format/clock.ts';
import { EditWorkspaceDocument } from '../../generated/documents.ts';

/** How long a closed period waits for late events before its invoice becomes final. */
export function Grace({ seconds }: { readonly seconds: number }) {
  const edit = useSend(EditWorkspaceDocument);
  const [text, setText] = useState(String(seconds));
  const isNumber = /^\d{1,9}$/.test(text);
  return (
    <Panel title="Grace time" note={secondsText(seconds)}>
      <ResultForm
        submit="Save"
        send={async () =>
          (await edit.mutateAsync({ input: { invoiceGraceSeconds: isNumber ? Number(text) : -1 } })).updateWorkspace
        }
        onDone={() => say('Saved')}
      >
        <TextField
          name="invoiceGraceSeconds"
          label="Seconds"
          inputMode="numeric"
          code
          value={text}
          onValue={setText}
          error={isNumber ? null : 'A whole number of seconds.'}
          hint={
            isNumber
              ? `${secondsText(Number(text))}: how long an invoice stays a draft after its period, so that late events are still in it.`
              : undefined
          }
        />
      </ResultForm>
    </Panel>
  );
}
