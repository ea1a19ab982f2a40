import { useState } from 'react';
import { useParameters } from '../../data/address.ts';
import { Button } from '../../design/button.tsx';
import { Panel } from '../../design/panel.tsx';
import type { InvoiceFieldsFragment } from '../../generated/types.ts';
import { InvoiceLines } from '../../parts/invoice-lines.tsx';
import { LineEvents } from './line-events.tsx';

/** The lines, and below them the events of the one that is in the address. */
export function InvoiceBody({ invoice }: { readonly invoice: InvoiceFieldsFragment }) {
  const [parameters, setParameters] = useParameters();
  const [hasOpened, setOpened] = useState(false);
  const asked = parameters.get('line');
  const place = asked === null ? -1 : Number(asked);
  const line = invoice.lines[place];
  return (
    <>
      <Panel title="Lines" flush>
        <InvoiceLines
          lines={invoice.lines}
          total={invoice.total}
          toolOf={(own) => (
            <Button
              small
              aria-pressed={own === place}
              onClick={() => {
                setOpened(true);
                setParameters({ line: own === place ? null : String(own) }, { replace: false });
              }}
            >
              {own === place ? 'Hide events' : 'Events'}
            </Button>
          )}
        />
      </Panel>
      {line && <LineEvents key={place} invoice={invoice} place={place} name={line.name} goThere={hasOpened} />}
    </>
  );
}
