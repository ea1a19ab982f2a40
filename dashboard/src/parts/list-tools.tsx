import type { useSearch } from '../data/search.ts';
import { BarSelect } from '../design/field.tsx';
import { SearchBox } from '../design/search-box.tsx';

type ListToolsProps = {
  /** What is searched: `Id, name or email`. */
  readonly label: string;
  readonly search: Pick<ReturnType<typeof useSearch>, 'text' | 'setText'>;
  readonly isArchived: boolean;
  readonly setParameters: (change: { readonly show: string | null }) => void;
};

/** A search, and the choice between what is in use and what was put away. */
export function ListTools({ label, search, isArchived, setParameters }: ListToolsProps) {
  return (
    <>
      <SearchBox label={label} value={search.text} onValue={search.setText} />
      <BarSelect
        label="Which"
        value={isArchived ? 'archived' : 'active'}
        onValue={(show) => setParameters({ show: show === 'archived' ? show : null })}
        choices={[
          { value: 'active', label: 'In use' },
          { value: 'archived', label: 'Archived' },
        ]}
      />
    </>
  );
}
