import { Facts } from '../../design/facts.tsx';
import { Panel } from '../../design/panel.tsx';
import { Id, Instant, Quantity } from '../../design/value.tsx';
import { filterText } from '../../format/filter.ts';
import { meterDefinition } from '../../format/meter.ts';
import type { MeterFacts } from './meter.tsx';

export function MeterDefinition({ meter }: { readonly meter: MeterFacts }) {
  return (
    <Panel title="Definition">
      <Facts
        of={[
          ['Key', <Id key="key">{meter.key}</Id>],
          ['Counts', meterDefinition(meter)],
          meter.filter !== null && ['Only where', filterText(meter.filter)],
          meter.groupBy.length > 0 && ['Can be split by', meter.groupBy.join(', ')],
          meter.unit !== null && ['Unit', meter.unit],
          meter.unitSize !== null && ['Divided by', <Quantity key="size" value={meter.unitSize} />],
          ['Made', <Instant key="made" at={meter.createdAt} />],
          meter.archivedAt !== null && ['Archived', <Instant key="archived" at={meter.archivedAt} />],
        ]}
      />
    </Panel>
  );
}
