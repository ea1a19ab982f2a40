import { formatDecimal } from '../decimal.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { countOf, decimalOf, flagOf, listOf, objectOf, textOf, unexpected } from '../stored-json.ts';
import type { Interval } from '../subscriptions/interval.ts';
import type { AutoTopUp, CreditTerms, GrantExpiry, LowBalance, PlanGrant, Rollover } from './terms.ts';

/** Terms as JSON to be stored: every decimal as text, so that nothing on the way makes a float of it. */
export function creditTermsToJson(terms: CreditTerms): JsonObject {
  const { rate, debtLimit } = terms;
  return {
    ...terms,
    rate: { kind: rate.kind, value: formatDecimal(rate.value) },
    debtLimit: debtLimit && formatDecimal(debtLimit),
  };
}

/** What creditTermsToJson wrote, exactly. Throws TypeError for anything else. */
export function creditTermsFromJson(json: JsonValue | undefined): CreditTerms {
  const { creditTypeId, precision, rate, whenExhausted, debtLimit } = objectOf(json);
  const { kind, value } = objectOf(rate);
  return {
    creditTypeId: textOf(creditTypeId),
    precision: countOf(precision),
    rate: { kind: oneOf(kind, ['UNITS_PER_CREDIT', 'CREDITS_PER_UNIT']), value: decimalOf(value) },
    whenExhausted: oneOf(whenExhausted, ['STOP', 'CHARGE', 'DEBT']),
    debtLimit: debtLimit === null ? null : decimalOf(debtLimit),
  };
}

/** As creditTermsToJson, for what comes with a product. */
export function planGrantsToJson(grants: readonly PlanGrant[]): JsonValue {
  return grants.map((grant) => {
    const { amount, rollover, autoTopUp, lowBalance } = grant;
    return {
      ...grant,
      amount: formatDecimal(amount),
      rollover: rollover && {
        ...rollover,
        percent: formatDecimal(rollover.percent),
        cap: rollover.cap && formatDecimal(rollover.cap),
      },
      autoTopUp: autoTopUp && {
        ...autoTopUp,
        threshold: formatDecimal(autoTopUp.threshold),
        amount: formatDecimal(autoTopUp.amount),
        price: formatDecimal(autoTopUp.price),
      },
      lowBalance: lowBalance.map(({ kind, value }) => ({ kind, value: formatDecimal(value) })),
    };
  });
}

/** What planGrantsToJson wrote, exactly. Throws TypeError for anything else. */
export function planGrantsFromJson(json: JsonValue): PlanGrant[] {
  return listOf(json)
    .map(objectOf)
    .map((grant) => ({
      creditTypeId: textOf(grant.creditTypeId),
      precision: countOf(grant.precision),
      amount: decimalOf(grant.amount),
      perSeat: flagOf(grant.perSeat),
      priority: countOf(grant.priority),
      expires: expiryFromJson(objectOf(grant.expires)),
      rollover: grant.rollover === null ? null : rolloverFromJson(objectOf(grant.rollover)),
      autoTopUp: grant.autoTopUp === null ? null : topUpFromJson(objectOf(grant.autoTopUp)),
      lowBalance: listOf(grant.lowBalance).map(objectOf).map(lowBalanceFromJson),
    }));
}

function expiryFromJson({ kind, interval }: JsonObject): GrantExpiry {
  if (kind === 'AFTER') return { kind, interval: intervalFromJson(objectOf(interval)) };
  return { kind: oneOf(kind, ['PERIOD_END', 'NEVER']) };
}

function rolloverFromJson({ percent, cap, lifetime, times }: JsonObject): Rollover {
  return {
    percent: decimalOf(percent),
    cap: cap === null ? null : decimalOf(cap),
    lifetime: lifetime === null ? null : intervalFromJson(objectOf(lifetime)),
    times: countOf(times),
  };
}

function topUpFromJson({ threshold, amount, price, maxPerPeriod }: JsonObject): AutoTopUp {
  return {
    threshold: decimalOf(threshold),
    amount: decimalOf(amount),
    price: decimalOf(price),
    maxPerPeriod: countOf(maxPerPeriod),
  };
}

function lowBalanceFromJson({ kind, value }: JsonObject): LowBalance {
  return { kind: oneOf(kind, ['AMOUNT', 'PERCENT']), value: decimalOf(value) };
}

function intervalFromJson({ unit, count }: JsonObject): Interval {
  return { unit: oneOf(unit, ['DAY', 'WEEK', 'MONTH', 'YEAR']), count: countOf(count) };
}

function oneOf<T extends string>(json: JsonValue | undefined, values: readonly T[]): T {
  const found = values.find((value) => value === json);
  if (found === undefined) throw unexpected(json);
  return found;
}
