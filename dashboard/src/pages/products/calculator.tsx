import { useState } from 'react';
import { TextField } from '../../design/field.tsx';
import { FieldRow } from '../../design/form.tsx';
import { Cash } from '../../design/value.tsx';
import { priceCurve } from '../../format/curve.ts';
import { decimalText } from '../../format/decimal.ts';
import { tierText } from '../../format/invoice.ts';
import { type PricedCharge, priceOf } from '../../format/price.ts';
import { PriceCurve } from './price-curve.tsx';
import style from './product.module.css';

type CalculatorProps = {
  readonly charge: PricedCharge;
  readonly currency: string;
  readonly unit: string;
  /** Tells its fields from those of the others on the page. */
  readonly name: string;
};

/** Draws a price, and works out what a quantity of a whole period costs: exactly, by the server's rules. */
export function Calculator({ charge, currency, unit, name }: CalculatorProps) {
  const [quantity, setQuantity] = useState('');
  const [seats, setSeats] = useState('1');
  const curve = priceCurve(charge, quantity, seats, currency);
  const price = quantity === '' ? null : priceOf(charge, quantity, seats, currency);
  if (curve === null) return null;
  return (
    <div className={style.calculator}>
      <PriceCurve
        curve={curve}
        currency={currency}
        unit={unit}
        here={price === null ? null : { quantity, amount: price.amount.amount }}
      />
      <FieldRow>
        <TextField
          name={`${name}.quantity`}
          label={`What would so many ${unit}s cost?`}
          inputMode="decimal"
          placeholder="1000"
          value={quantity}
          onValue={setQuantity}
          error={quantity !== '' && price === null ? 'A number, like 1500 or 0.5.' : null}
        />
        {charge.includedPerSeat && (
          <TextField
            name={`${name}.seats`}
            label="With so many seats"
            inputMode="numeric"
            value={seats}
            onValue={setSeats}
          />
        )}
      </FieldRow>
      <div aria-live="polite">
        {price && (
          <>
            <p className={style.result}>
              <Cash money={price.amount} />
            </p>
            <ul className={style.how}>
              <li>{decimalText(price.billable)} billable</li>
              {price.tiers.map((tier) => (
                <li key={tierText(tier)}>{tierText(tier)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}
