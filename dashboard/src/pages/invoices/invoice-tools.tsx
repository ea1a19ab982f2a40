import { useState } from 'react';
import { useSend } from '../../data/ask.ts';
import { saveFile } from '../../data/file.ts';
import { useMisura } from '../../data/misura.ts';
import { useRequestName } from '../../data/request-name.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { TextArea } from '../../design/field.tsx';
import { say } from '../../design/toast.tsx';
import { invoiceTitle } from '../../format/invoice.ts';
import { InvoiceTableDocument, TakeBackInvoiceDocument } from '../../generated/documents.ts';
import type { InvoiceFieldsFragment } from '../../generated/types.ts';
import { InvoiceSheet } from '../../parts/invoice-sheet.tsx';

export function InvoiceTools({ invoice }: { readonly invoice: InvoiceFieldsFragment }) {
  const [dialog, setDialog] = useState<'print' | 'void' | null>(null);
  const misura = useMisura();
  const title = invoiceTitle(invoice);
  const close = () => setDialog(null);
  async function saveTable() {
    try {
      const answer = await misura.request(InvoiceTableDocument, { id: invoice.id });
      if (answer.invoice) saveFile(`${title}.csv`, 'text/csv', answer.invoice.csv);
    } catch (error) {
      say('The CSV could not be read', error instanceof Error ? error.message : undefined);
    }
  }
  return (
    <>
      <Button onClick={() => setDialog('print')}>Print</Button>
      <Button onClick={() => void saveTable()}>Save as CSV</Button>
      {invoice.status === 'FINAL' && <Button onClick={() => setDialog('void')}>Void</Button>}
      <InvoiceSheet id={invoice.id} title={title} open={dialog === 'print'} onClose={close} />
      {dialog === 'void' && <VoidInvoice invoice={invoice} title={title} onClose={close} />}
    </>
  );
}

type VoidInvoiceProps = {
  readonly invoice: InvoiceFieldsFragment;
  readonly title: string;
  readonly onClose: () => void;
};

function VoidInvoice({ invoice, title, onClose }: VoidInvoiceProps) {
  const takeBack = useSend(TakeBackInvoiceDocument);
  const nameOf = useRequestName();
  const [reason, setReason] = useState('');
  const input = { id: invoice.id, reason: reason || null };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Void ${title}`}
      submit="Void it"
      send={async () =>
        (await takeBack.mutateAsync({ input: { ...input, idempotencyKey: nameOf(input) } })).voidInvoice
      }
      onDone={() => say(`${title} is void`, 'Another one was issued instead, from the usage as it is now.')}
    >
      <p>It stays readable with its number. Another invoice is issued instead, from the usage as it is now.</p>
      <TextArea name="reason" label="Reason" optional value={reason} onValue={setReason} />
    </ConfirmDialog>
  );
}
