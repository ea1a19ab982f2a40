import { CheckField, SelectField, TextField } from '../../design/field.tsx';
import { FieldRow } from '../../design/form.tsx';
import { draftedPricing } from '../../format/drafted-input.ts';
import type { ChargeDraft, ChargeKind } from '../../format/product-draft.ts';
import { Calculator } from './calculator.tsx';
import { CreditChargeFields } from './credit-charge-fields.tsx';
import { keyChoices } from './key-choices.ts';
import { PriceByFields } from './price-by-fields.tsx';
import { PriceFields } from './price-fields.tsx';
import type { Choices } from './product-fields.tsx';

type ChargeFieldsProps = {
  readonly place: number;
  readonly charge: ChargeDraft;
  readonly onCharge: (charge: ChargeDraft) => void;
  readonly currency: string;
  readonly choices: Choices;
};

const kinds: readonly { readonly value: ChargeKind; readonly label: string }[] = [
  { value: 'USAGE', label: 'Usage, for money' },
  { value: 'CREDITS', label: 'Usage, for credits' },
  { value: 'FLAT', label: 'Flat, for every period and seat' },
  { value: 'ONE_TIME', label: 'Once, with the first period' },
];

/** One thing that a product charges for. */
export function ChargeFields({ place, charge, onCharge, currency, choices }: ChargeFieldsProps) {
  const change = (part: Partial<ChargeDraft>) => onCharge({ ...charge, ...part });
  const isFlat = charge.kind === 'FLAT' || charge.kind === 'ONE_TIME';
  const path = `charges.${place}.${isFlat ? 'flat' : 'usage'}`;
  return (
    <>
      <FieldRow>
        <SelectField
          name={`charges.${place}`}
          label="What for"
          value={charge.kind}
          onValue={(kind) => change({ kind })}
          choices={kinds}
        />
        <TextField
          name={`${path}.name`}
          label="What invoices call it"
          placeholder="Tokens"
          value={charge.name}
          onValue={(name) => change({ name })}
        />
        {isFlat && (
          <TextField
            name={`${path}.amount`}
            label={`Amount in ${currency || 'the currency'}`}
            inputMode="decimal"
            code
            placeholder="49"
            value={charge.amount}
            onValue={(amount) => change({ amount })}
          />
        )}
      </FieldRow>
      {!isFlat && <UsageFields {...{ path, charge, change, currency, choices }} />}
    </>
  );
}

type UsageFieldsProps = Pick<ChargeFieldsProps, 'charge' | 'currency' | 'choices'> & {
  readonly path: string;
  readonly change: (part: Partial<ChargeDraft>) => void;
};

function UsageFields({ path, charge, change, currency, choices }: UsageFieldsProps) {
  const meter = choices.meters.find(({ key }) => key === charge.meter);
  const unit = meter?.unit ?? 'unit';
  return (
    <>
      <FieldRow>
        <SelectField
          name={`${path}.meter`}
          label="What counts"
          value={charge.meter}
          onValue={(next) => change({ meter: next, property: '', values: [] })}
          choices={keyChoices(choices.meters, charge.meter, ['No meter yet', 'Choose a meter'])}
        />
        <TextField
          name={`${path}.includedUnits`}
          label={`Free ${unit}s a period`}
          optional
          inputMode="decimal"
          code
          placeholder="0"
          value={charge.includedUnits}
          onValue={(includedUnits) => change({ includedUnits })}
        />
      </FieldRow>
      {charge.includedUnits !== '' && (
        <FieldRow>
          <CheckField
            name={`${path}.includedPerSeat`}
            label="Each seat brings them"
            checked={charge.includedPerSeat}
            onChecked={(includedPerSeat) => change({ includedPerSeat })}
          />
          <CheckField
            name={`${path}.prorateAllowance`}
            label="Fewer in a period that is cut short"
            checked={charge.prorateAllowance}
            onChecked={(prorateAllowance) => change({ prorateAllowance })}
          />
        </FieldRow>
      )}
      {charge.kind === 'CREDITS' ? (
        <CreditChargeFields {...{ path: `${path}.credits`, charge, change, unit, choices }} />
      ) : (
        <>
          <PriceFields
            path={`${path}.pricing`}
            price={charge.price}
            onPrice={(price) => change({ price })}
            unit={unit}
          />
          <PriceByFields {...{ path: `${path}.priceBy`, charge, change, unit }} properties={meter?.groupBy ?? []} />
          <FieldRow>
            {(['minimum', 'maximum'] as const).map((name) => (
              <TextField
                key={name}
                name={`${path}.${name}`}
                label={name === 'minimum' ? 'At least, a period' : 'At most, a period'}
                optional
                inputMode="decimal"
                code
                value={charge[name]}
                onValue={(value) => change({ [name]: value })}
              />
            ))}
          </FieldRow>
          <Calculator
            name={`${path}.try`}
            unit={unit}
            currency={currency}
            charge={{
              includedUnits: charge.includedUnits || '0',
              includedPerSeat: charge.includedPerSeat,
              minimum: charge.minimum === '' ? null : { amount: charge.minimum, currency },
              maximum: charge.maximum === '' ? null : { amount: charge.maximum, currency },
              pricing: draftedPricing(charge.price, currency),
            }}
          />
        </>
      )}
    </>
  );
}
