import type { JsonObject } from '@misura/client';
import { type Column, Table } from '../../design/table.tsx';
import { Id, None, Quantity } from '../../design/value.tsx';
import { sharePercent } from '../../format/decimal.ts';
import style from './group-table.module.css';

export type Group = { readonly properties: JsonObject; readonly value: string | null; readonly eventCount: string };

type GroupTableProps = {
  readonly groups: readonly Group[];
  /** All of it together, if shares of it mean something: of a COUNT or a SUM. */
  readonly whole: string | null;
  readonly unit: string | null | undefined;
};

/** Usage split by properties, as the server ordered it. */
export function GroupTable({ groups, whole, unit }: GroupTableProps) {
  const properties = Object.keys(groups[0]?.properties ?? {});
  return (
    <Table
      caption={`Usage by ${properties.join(' and ')}`}
      rows={groups}
      keyOf={(group) => JSON.stringify(group.properties)}
      columns={[
        ...properties.map((property) => ({
          title: property,
          cell: (group: Group) => <PropertyValue value={group.properties[property]} />,
        })),
        ...usageColumns(whole, unit),
      ]}
    />
  );
}

type Used = { readonly value: string | null; readonly eventCount: string };

/** The usage of a row, its share of the whole, and its events. The unit is said once, above. */
export function usageColumns(whole: string | null, unit: string | null | undefined): readonly Column<Used>[] {
  return [
    {
      title: unit ? `Usage, ${unit}` : 'Usage',
      cell: ({ value }) => <Quantity value={value} />,
      atEnd: true,
      onCard: 'figure',
    },
    { title: 'Share', cell: ({ value }) => <Share part={value} whole={whole} />, isWide: true },
    { title: 'Events', cell: ({ eventCount }) => <Quantity value={eventCount} />, atEnd: true },
  ];
}

function PropertyValue({ value }: { readonly value: unknown }) {
  if (value === undefined || value === null) return <None />;
  return <Id>{typeof value === 'string' ? value : JSON.stringify(value)}</Id>;
}

/** A bar for how much of the whole it is, to be seen at a glance. The numbers are in the next columns. */
function Share({ part, whole }: { readonly part: string | null; readonly whole: string | null }) {
  const percent = part === null || whole === null ? null : sharePercent(part, whole);
  if (percent === null) return <None />;
  return (
    <span className={style.share}>
      <progress max={100} value={percent} aria-hidden="true" />
      <span>{percent.toFixed(1)} %</span>
    </span>
  );
}
