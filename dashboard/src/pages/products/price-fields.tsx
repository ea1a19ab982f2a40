import { Button, IconButton } from '../../design/button.tsx';
import { SelectField, TextField } from '../../design/field.tsx';
import { FieldRow } from '../../design/form.tsx';
import { Icon } from '../../design/icon.tsx';
import type { PriceDraft, TierDraft } from '../../format/product-draft.ts';
import style from './product-fields.module.css';

type PriceFieldsProps = {
  /** Where it is in the input: `charges.0.usage.pricing`. */
  readonly path: string;
  readonly price: PriceDraft;
  readonly onPrice: (price: PriceDraft) => void;
  readonly unit: string;
  readonly label?: string;
};

const kinds = [
  { value: 'PER_UNIT', label: 'So much for each unit' },
  { value: 'GRADUATED', label: 'Graduated: each tier prices its own part' },
  { value: 'VOLUME', label: 'Volume: the tier reached prices all of it' },
  { value: 'PACKAGE', label: 'Package: for each started block' },
] as const;

const inputNames = { PER_UNIT: 'perUnit', GRADUATED: 'graduated', VOLUME: 'volume', PACKAGE: 'package' } as const;

/** A price: of one unit, by tiers or by blocks. */
export function PriceFields({ path, price, onPrice, unit, label = 'Price' }: PriceFieldsProps) {
  const { kind, amount, size, tiers } = price;
  const own = `${path}.${inputNames[kind]}`;
  const change = (part: Partial<PriceDraft>) => onPrice({ ...price, ...part });
  const decimal = { inputMode: 'decimal', code: true } as const;
  return (
    <>
      <FieldRow>
        <SelectField
          name={path}
          label={label}
          value={kind}
          onValue={(next) => change({ kind: next })}
          choices={kinds}
        />
        {kind === 'PER_UNIT' && (
          <TextField
            {...decimal}
            name={`${own}.unitAmount`}
            label={`For each ${unit}`}
            placeholder="0.002"
            value={amount}
            onValue={(next) => change({ amount: next })}
          />
        )}
        {kind === 'PACKAGE' && (
          <>
            <TextField
              {...decimal}
              name={`${own}.size`}
              label={`How many ${unit}s a block`}
              placeholder="1000"
              value={size}
              onValue={(next) => change({ size: next })}
            />
            <TextField
              {...decimal}
              name={`${own}.amount`}
              label="For each block"
              placeholder="5"
              value={amount}
              onValue={(next) => change({ amount: next })}
            />
          </>
        )}
      </FieldRow>
      {(kind === 'GRADUATED' || kind === 'VOLUME') && (
        <TierFields path={`${own}.tiers`} tiers={tiers} unit={unit} onTiers={(next) => change({ tiers: next })} />
      )}
    </>
  );
}

type TierFieldsProps = {
  readonly path: string;
  readonly tiers: readonly TierDraft[];
  readonly unit: string;
  readonly onTiers: (tiers: readonly TierDraft[]) => void;
};

function TierFields({ path, tiers, unit, onTiers }: TierFieldsProps) {
  const change = (place: number, part: Partial<TierDraft>) =>
    onTiers(tiers.map((tier, own) => (own === place ? { ...tier, ...part } : tier)));
  const fields = [
    ['unitAmount', `For each ${unit}`, '0.002'],
    ['flatAmount', 'Once it is entered', '0'],
  ] as const;
  return (
    <div className={style.tiers}>
      {tiers.map((tier, place) => {
        const isLast = place === tiers.length - 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tier has nothing but its place.
          <div key={place} className={style.tier}>
            <TextField
              name={`${path}.${place}.upTo`}
              label="Up to"
              inputMode="decimal"
              code
              disabled={isLast}
              placeholder={isLast ? 'the rest' : '10000'}
              value={isLast ? '' : tier.upTo}
              onValue={(upTo) => change(place, { upTo })}
            />
            {fields.map(([name, label, placeholder]) => (
              <TextField
                key={name}
                name={`${path}.${place}.${name}`}
                label={label}
                inputMode="decimal"
                code
                placeholder={placeholder}
                value={tier[name]}
                onValue={(value) => change(place, { [name]: value })}
              />
            ))}
            <IconButton
              icon="close"
              label={`Take tier ${place + 1} away`}
              className={style.away}
              disabled={tiers.length < 2}
              onClick={() => onTiers(lastOpen(tiers.filter((_, own) => own !== place)))}
            />
          </div>
        );
      })}
      <Button small onClick={() => onTiers([...tiers, { upTo: '', unitAmount: '', flatAmount: '' }])}>
        <Icon name="plus" size={14} /> Tier
      </Button>
    </div>
  );
}

/** The last tier is for the rest. */
function lastOpen(tiers: readonly TierDraft[]): readonly TierDraft[] {
  return tiers.map((tier, place) => (place === tiers.length - 1 ? { ...tier, upTo: '' } : tier));
}
