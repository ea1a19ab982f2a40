import { Icon } from './icon.tsx';
import style from './search-box.module.css';

type SearchBoxProps = {
  /** What is looked at: `Id, name or email`. */
  readonly label: string;
  readonly value: string;
  readonly onValue: (text: string) => void;
};

/** Sifts the list it stands above. */
export function SearchBox({ label, value, onValue }: SearchBoxProps) {
  return (
    <label className={style.search}>
      <span className="visually-hidden">Search by {label.charAt(0).toLowerCase() + label.slice(1)}</span>
      <Icon name="search" />
      <input type="search" placeholder={label} value={value} onChange={(event) => onValue(event.target.value)} />
    </label>
  );
}
