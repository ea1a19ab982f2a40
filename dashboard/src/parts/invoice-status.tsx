import { Badge, type Tone } from '../design/badge.tsx';
import { invoiceStatusLabels } from '../format/invoice.ts';

const tones: Record<string, Tone> = { FINAL: 'good', DRAFT: 'accent', UPCOMING: 'plain', VOID: 'bad' };

export function InvoiceStatus({ status }: { readonly status: string }) {
  return <Badge tone={tones[status] ?? 'plain'}>{invoiceStatusLabels[status] ?? status}</Badge>;
}
