import { SelectField, TextField } from '../../design/field.tsx';
import { FieldRow } from '../../design/form.tsx';
import type { ChargeDraft } from '../../format/product-draft.ts';
import { keyChoices } from './key-choices.ts';
import { PriceFields } from './price-fields.tsx';
import type { Choices } from './product-fields.tsx';

type CreditChargeFieldsProps = {
  readonly path: string;
  readonly charge: ChargeDraft;
  readonly change: (part: Partial<ChargeDraft>) => void;
  readonly unit: string;
  readonly choices: Choices;
};

/** Usage that draws on credits, and what happens when they run out. */
export function CreditChargeFields({ path, charge, change, unit, choices }: CreditChargeFieldsProps) {
  const { rate, whenExhausted } = charge;
  return (
    <>
      <FieldRow>
        <SelectField
          name={`${path}.creditType`}
          label="Credits"
          value={charge.creditType}
          onValue={(creditType) => change({ creditType })}
          choices={keyChoices(choices.creditTypes, charge.creditType, ['No credit type yet', 'Choose credits'])}
        />
        <SelectField
          name={`${path}.rate`}
          label="Said as"
          value={rate}
          onValue={(next) => change({ rate: next })}
          choices={[
            { value: 'PER_UNIT', label: `Credits for one ${unit}` },
            { value: 'PER_CREDIT', label: `${unit}s for one credit` },
          ]}
        />
        <TextField
          name={`${path}.${rate === 'PER_UNIT' ? 'creditsPerUnit' : 'unitsPerCredit'}`}
          label={rate === 'PER_UNIT' ? `Credits for one ${unit}` : `${unit}s for one credit`}
          inputMode="decimal"
          code
          value={charge.rateAmount}
          onValue={(rateAmount) => change({ rateAmount })}
        />
      </FieldRow>
      <FieldRow>
        <SelectField
          name={`${path}.whenExhausted`}
          label="When they run out"
          value={whenExhausted}
          onValue={(next) => change({ whenExhausted: next })}
          choices={[
            { value: 'STOP', label: 'The rest is not billed' },
            { value: 'CHARGE', label: 'The rest costs money' },
            { value: 'DEBT', label: 'The balance goes below zero' },
          ]}
        />
        {whenExhausted === 'DEBT' && (
          <TextField
            name={`${path}.debtLimit`}
            label="How far below zero"
            optional
            inputMode="decimal"
            code
            placeholder="without limit"
            value={charge.debtLimit}
            onValue={(debtLimit) => change({ debtLimit })}
          />
        )}
      </FieldRow>
      {whenExhausted === 'CHARGE' && (
        <PriceFields
          path={`${path}.overage`}
          label="Price of the rest"
          price={charge.overage}
          onPrice={(overage) => change({ overage })}
          unit={unit}
        />
      )}
    </>
  );
}
