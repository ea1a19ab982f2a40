import type { ReactNode } from 'react';
import { useAsk } from '../../data/ask.ts';
import { useEvery } from '../../data/every.ts';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { type ChargeDraft, emptyCharge, emptyGrant, type GrantDraft } from '../../format/product-draft.ts';
import { CreditTypeListDocument, MeterChoicesDocument } from '../../generated/documents.ts';
import type { CreditTypeListQuery, MeterChoicesQuery } from '../../generated/types.ts';
import { ChargeFields } from './charge-fields.tsx';
import { GrantFields } from './grant-fields.tsx';
import style from './product-fields.module.css';

export type Choices = {
  readonly meters: MeterChoicesQuery['meters']['nodes'];
  readonly creditTypes: CreditTypeListQuery['creditTypes']['nodes'];
};

export type PricesDraft = { readonly charges: readonly ChargeDraft[]; readonly grants: readonly GrantDraft[] };

type PricesFieldsProps = {
  readonly prices: PricesDraft;
  readonly onPrices: (prices: PricesDraft) => void;
  readonly currency: string;
};

/** What a product charges for, and the credits that come with it. */
export function PricesFields({ prices, onPrices, currency }: PricesFieldsProps) {
  const meters = useEvery(MeterChoicesDocument, (answer) => answer.meters) ?? [];
  const creditTypes = useAsk(CreditTypeListDocument, {}).data?.creditTypes.nodes ?? [];
  const choices = { meters, creditTypes };
  const { charges, grants } = prices;
  return (
    <>
      {charges.map((charge, place) => (
        <Part
          // biome-ignore lint/suspicious/noArrayIndexKey: a charge has nothing but its place.
          key={place}
          title={charge.name || `Charge ${place + 1}`}
          onAway={charges.length < 2 ? null : () => onPrices({ ...prices, charges: without(charges, place) })}
        >
          <ChargeFields
            {...{ place, charge, currency, choices }}
            onCharge={(next) => onPrices({ ...prices, charges: charges.map((own) => (own === charge ? next : own)) })}
          />
        </Part>
      ))}
      <Button onClick={() => onPrices({ ...prices, charges: [...charges, { ...emptyCharge }] })}>
        <Icon name="plus" /> Charge
      </Button>
      {grants.map((grant, place) => (
        <Part
          // biome-ignore lint/suspicious/noArrayIndexKey: a grant has nothing but its place.
          key={place}
          title={`Credits with every period${grant.creditType === '' ? '' : `: ${grant.creditType}`}`}
          onAway={() => onPrices({ ...prices, grants: without(grants, place) })}
        >
          <GrantFields
            {...{ place, grant, choices }}
            onGrant={(next) => onPrices({ ...prices, grants: grants.map((own) => (own === grant ? next : own)) })}
          />
        </Part>
      ))}
      <Button onClick={() => onPrices({ ...prices, grants: [...grants, { ...emptyGrant }] })}>
        <Icon name="plus" /> Credits with every period
      </Button>
    </>
  );
}

function without<T>(rows: readonly T[], place: number): readonly T[] {
  return rows.filter((_, own) => own !== place);
}

type PartProps = { readonly title: string; readonly onAway: (() => void) | null; readonly children: ReactNode };

function Part({ title, onAway, children }: PartProps) {
  return (
    <fieldset className={style.part}>
      <legend className={style.legend}>{title}</legend>
      {children}
      {onAway && (
        <div className={style.end}>
          <Button small onClick={onAway}>
            Take it away
          </Button>
        </div>
      )}
    </fieldset>
  );
}
