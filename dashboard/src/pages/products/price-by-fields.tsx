import { Button, IconButton } from '../../design/button.tsx';
import { SelectField, TextField } from '../../design/field.tsx';
import { FieldRow } from '../../design/form.tsx';
import { Icon } from '../../design/icon.tsx';
import { type ChargeDraft, emptyPrice } from '../../format/product-draft.ts';
import { PriceFields } from './price-fields.tsx';
import style from './product-fields.module.css';

type PriceByFieldsProps = {
  readonly path: string;
  readonly charge: ChargeDraft;
  readonly change: (part: Partial<ChargeDraft>) => void;
  readonly unit: string;
  /** What the meter can be split by. */
  readonly properties: readonly string[];
};

/** Other prices for some values of a property. Not there where the meter has no property to go by, and none is chosen. */
export function PriceByFields({ path, charge, change, unit, properties }: PriceByFieldsProps) {
  const { property, values } = charge;
  const choices = [...new Set([...properties, property])].filter((known) => known !== '');
  if (choices.length === 0) return null;
  const replace = (place: number, part: Partial<ChargeDraft['values'][number]>) =>
    change({ values: values.map((own, index) => (index === place ? { ...own, ...part } : own)) });
  return (
    <>
      <FieldRow>
        <SelectField
          name={`${path}.property`}
          label="Other prices by"
          value={property}
          onValue={(next) => change({ property: next, values: next === '' ? [] : values })}
          choices={[{ value: '', label: 'One price for all' }, ...choices.map((value) => ({ value, label: value }))]}
        />
      </FieldRow>
      {property !== '' && (
        <div className={style.values}>
          {values.map((own, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a value has nothing but its place.
            <div key={place} className={style.value}>
              <div className={style.valueHead}>
                <TextField
                  name={`${path}.prices.${place}.value`}
                  label={`If ${property} is`}
                  code
                  hint='Text, or a number, true or false; "5" is text.'
                  value={own.value}
                  onValue={(value) => replace(place, { value })}
                />
                <IconButton
                  icon="close"
                  label={`Take the price of ${own.value || 'this value'} away`}
                  onClick={() => change({ values: values.filter((_, index) => index !== place) })}
                />
              </div>
              <PriceFields
                path={`${path}.prices.${place}.pricing`}
                price={own.price}
                onPrice={(price) => replace(place, { price })}
                unit={unit}
              />
            </div>
          ))}
          <Button small onClick={() => change({ values: [...values, { value: '', price: emptyPrice }] })}>
            <Icon name="plus" size={14} /> Price of a value
          </Button>
        </div>
      )}
    </>
  );
}
