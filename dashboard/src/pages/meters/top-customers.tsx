import { paths } from '../../data/paths.ts';
import { PageLink } from '../../design/link.tsx';
import { Empty } from '../../design/notice.tsx';
import { Panel } from '../../design/panel.tsx';
import { Table } from '../../design/table.tsx';
import { usageColumns } from './group-table.tsx';
import type { MeterFacts } from './meter.tsx';

/** Who used most. Shares are of the whole, where the whole is the sum of its customers. */
export function TopCustomers({ meter }: { readonly meter: MeterFacts }) {
  const adds = meter.aggregation === 'COUNT' || meter.aggregation === 'SUM';
  return (
    <Panel title="Top customers" flush>
      {meter.topCustomers.length === 0 ? (
        <Empty title="Nobody used it in this period" />
      ) : (
        <Table
          caption="Top customers"
          rows={meter.topCustomers}
          keyOf={({ customer }) => customer.externalId}
          columns={[
            {
              title: 'Customer',
              cell: ({ customer }) => (
                <PageLink to={paths.customer(customer.externalId)}>{customer.name ?? customer.externalId}</PageLink>
              ),
            },
            ...usageColumns(adds ? (meter.usage?.value ?? null) : null, meter.unit),
          ]}
        />
      )}
    </Panel>
  );
}
