import { useParameters } from '../../data/address.ts';
import { useAsk } from '../../data/ask.ts';
import { usePeriod } from '../../data/period.ts';
import { Answer } from '../../design/answer.tsx';
import { BarSelect } from '../../design/field.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { MeterGroupsDocument } from '../../generated/documents.ts';
import { GroupTable } from './group-table.tsx';
import type { MeterFacts } from './meter.tsx';

export function MeterGroups({ meter }: { readonly meter: MeterFacts }) {
  const { span } = usePeriod();
  const [parameters, setParameters] = useParameters();
  const split = meter.groupBy.find((property) => property === parameters.get('split')) ?? meter.groupBy[0] ?? '';
  const answer = useAsk(
    MeterGroupsDocument,
    { key: meter.key, ...span, by: [split] },
    { keep: true, everyMs: 5_000, when: meter.usage !== null },
  );
  const adds = meter.aggregation === 'COUNT' || meter.aggregation === 'SUM';
  return (
    <Panel
      title="Split by"
      flush
      tools={
        <BarSelect
          label="Property to split by"
          value={split}
          onValue={(property) => setParameters({ split: property })}
          choices={meter.groupBy.map((value) => ({ value, label: value }))}
        />
      }
    >
      <Answer of={answer}>
        {({ meter: grouped }) =>
          grouped?.usage == null || grouped.usage.groups.length === 0 ? (
            <Empty title="No event in this period" />
          ) : (
            <GroupTable groups={grouped.usage.groups} whole={adds ? grouped.usage.value : null} unit={meter.unit} />
          )
        }
      </Answer>
    </Panel>
  );
}
