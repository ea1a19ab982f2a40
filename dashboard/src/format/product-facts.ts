import { type ChargeFacts, type PlanGrantFacts, thresholdText } from './charge.ts';
import type { Pricing } from './price.ts';
import {
  type ChargeDraft,
  emptyCharge,
  emptyGrant,
  emptyPrice,
  type GrantDraft,
  type PriceDraft,
} from './product-draft.ts';
import { propertyDraft } from './product-input.ts';

/** What a charge of a version says, to be changed. */
export function chargeDraft(charge: ChargeFacts): ChargeDraft {
  if (charge.__typename === 'FlatCharge') {
    return {
      ...emptyCharge,
      kind: charge.oneTime ? 'ONE_TIME' : 'FLAT',
      name: charge.name,
      amount: charge.amount.amount,
    };
  }
  const { name, meter, includedUnits, includedPerSeat, prorateAllowance, minimum, maximum, pricing, priceBy, credits } =
    charge;
  return {
    ...emptyCharge,
    kind: credits === null ? 'USAGE' : 'CREDITS',
    name,
    meter: meter.key,
    includedUnits: includedUnits === '0' ? '' : includedUnits,
    includedPerSeat,
    prorateAllowance,
    minimum: minimum?.amount ?? '',
    maximum: maximum?.amount ?? '',
    price: pricing === null ? emptyPrice : priceDraft(pricing),
    property: priceBy?.property ?? '',
    values: (priceBy?.prices ?? []).map((own) => ({ value: propertyDraft(own.value), price: priceDraft(own.pricing) })),
    ...(credits === null
      ? {}
      : {
          creditType: credits.creditType.key,
          rate: credits.creditsPerUnit === null ? 'PER_CREDIT' : 'PER_UNIT',
          rateAmount: credits.creditsPerUnit ?? credits.unitsPerCredit ?? '',
          whenExhausted: credits.whenExhausted,
          debtLimit: credits.debtLimit ?? '',
          overage: credits.overage === null ? emptyPrice : priceDraft(credits.overage),
        }),
  };
}

function priceDraft({ kind, unitAmount, packageSize, tiers }: Pricing): PriceDraft {
  return {
    kind,
    amount: unitAmount?.amount ?? '',
    size: packageSize ?? '',
    tiers:
      tiers.length === 0
        ? emptyPrice.tiers
        : tiers.map((tier) => ({
            upTo: tier.upTo ?? '',
            unitAmount: tier.unitAmount.amount,
            flatAmount: tier.flatAmount.amount === '0' ? '' : tier.flatAmount.amount,
          })),
  };
}

export function grantDraft(grant: PlanGrantFacts): GrantDraft {
  const { creditType, amount, perSeat, priority, expires, rollover, lowBalance, autoTopUp } = grant;
  return {
    ...emptyGrant,
    creditType: creditType.key,
    amount,
    perSeat,
    priority: String(priority),
    expires: expires.kind,
    after: expires.after ?? emptyGrant.after,
    lowBalance: lowBalance.map(thresholdText).join(', '),
    ...(rollover === null
      ? {}
      : {
          rollsOver: true,
          percent: rollover.percent,
          cap: rollover.cap ?? '',
          times: String(rollover.times),
          lifetime: rollover.lifetime,
        }),
    ...(autoTopUp === null
      ? {}
      : {
          topsUp: true,
          topUp: {
            threshold: autoTopUp.threshold,
            amount: autoTopUp.amount,
            price: autoTopUp.price.amount,
            most: String(autoTopUp.maxPerPeriod),
          },
        }),
  };
}

/** A typed price as the API would say it, to be drawn and tried out before it is sent. */
export function draftedPricing({ kind, amount, size, tiers }: PriceDraft, currency: string): Pricing {
  const money = (text: string) => ({ amount: text || '0', currency });
  return {
    kind,
    packageSize: size || null,
    unitAmount: kind === 'PER_UNIT' || kind === 'PACKAGE' ? money(amount) : null,
    tiers: tiers.map((tier) => ({
      upTo: tier.upTo || null,
      unitAmount: money(tier.unitAmount),
      flatAmount: money(tier.flatAmount),
    })),
  };
}
