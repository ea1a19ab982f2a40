import { useRef } from 'react';
import { useAsk } from '../data/ask.ts';
import { saveFile } from '../data/file.ts';
import { Answer } from '../design/answer.tsx';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { InvoiceSheetDocument } from '../generated/documents.ts';
import style from './invoice-sheet.module.css';

type InvoiceSheetProps = {
  readonly id: string;
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
};

/** The invoice as it is printed, which the API makes: one page without scripts, from nowhere else. */
export function InvoiceSheet({ id, title, open, onClose }: InvoiceSheetProps) {
  return (
    <Dialog open={open} onClose={onClose} title={title} isWide>
      {open && <Sheet id={id} title={title} />}
    </Dialog>
  );
}

function Sheet({ id, title }: Pick<InvoiceSheetProps, 'id' | 'title'>) {
  const answer = useAsk(InvoiceSheetDocument, { id });
  const frame = useRef<HTMLIFrameElement>(null);
  return (
    <Answer of={answer} lines={8}>
      {({ invoice }) =>
        invoice && (
          <>
            <iframe
              ref={frame}
              className={style.sheet}
              title={title}
              // No scripts. Of this origin, and with modals, so that this page can print it.
              sandbox="allow-same-origin allow-modals"
              srcDoc={invoice.html}
            />
            <div className={style.actions}>
              <Button onClick={() => saveFile(`${title}.html`, 'text/html', invoice.html)}>Save as HTML</Button>
              <Button look="main" onClick={() => frame.current?.contentWindow?.print()}>
                Print
              </Button>
            </div>
          </>
        )
      }
    </Answer>
  );
}
