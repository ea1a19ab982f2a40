import { Badge } from '../../design/badge.tsx';
import { progressPercent } from '../../format/meter.ts';

type MeterStatusProps = {
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'BUILDING';
  readonly build: { readonly progress: string } | null;
};

export function MeterStatus({ status, build }: MeterStatusProps) {
  if (status === 'ACTIVE') return <Badge tone="good">Active</Badge>;
  if (status === 'ARCHIVED') return <Badge>Archived</Badge>;
  return <Badge tone="accent">Counting the past{build === null ? '' : `, ${progressPercent(build.progress)} %`}</Badge>;
}
