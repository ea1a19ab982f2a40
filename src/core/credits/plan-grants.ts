import type { Decimal } from '../decimal.ts';
import type { InputIssue } from '../errors.ts';
import { amountIssues } from '../pricing/amount.ts';
import { type Interval, intervalIssues } from '../subscriptions/interval.ts';
import { creditsIssues } from './credit-type.ts';
import type { AutoTopUp, LowBalance, PlanGrant, Rollover } from './terms.ts';

const grantsMax = 20;
const lowBalancesMax = 10;
const priorityMax = 1_000_000;
const timesMax = 100;
const perPeriodMax = 1_000;

/**
 * Everything wrong with the credits that come with a product; empty if it may grant them. Paths are those of the API's
 * input, from its list of grants on.
 *
 * A credit type comes once at most: its thresholds and its top-ups are those of the customer's whole balance.
 */
export function planGrantsIssues(grants: readonly PlanGrant[]): InputIssue[] {
  if (grants.length > grantsMax) return [{ path: [], message: `A product has at most ${grantsMax} credit grants.` }];
  const ids = grants.map((grant) => grant.creditTypeId);
  return grants.flatMap((grant, index) => {
    const twice = ids.indexOf(grant.creditTypeId) < index;
    const message = 'A product grants a credit type once: put both amounts into one grant.';
    return within(
      [String(index)],
      [...(twice ? [{ path: ['creditType'], message }] : []), ...creditsIssuesOf(grant), ...termsIssuesOf(grant)],
    );
  });
}

function creditsIssuesOf({ amount, precision, priority }: PlanGrant): InputIssue[] {
  const issues = creditsIssues(amount, precision, ['amount']);
  return [...issues, ...countIssues(priority, 0, priorityMax, ['priority'])];
}

function termsIssuesOf({ precision, expires, rollover, autoTopUp, lowBalance }: PlanGrant): InputIssue[] {
  const issues = expires.kind === 'AFTER' ? lengthIssues(expires.interval, ['expires', 'after']) : [];
  if (rollover !== null && expires.kind !== 'PERIOD_END') {
    issues.push({ path: ['rollover'], message: 'Only what expires at the end of the period can roll over.' });
  }
  if (rollover !== null) issues.push(...within(['rollover'], rolloverIssues(rollover, precision)));
  if (autoTopUp !== null) issues.push(...within(['autoTopUp'], topUpIssues(autoTopUp, precision)));
  return [...issues, ...within(['lowBalance'], lowBalanceIssues(lowBalance, precision))];
}

function rolloverIssues({ percent, cap, lifetime, times }: Rollover, precision: number): InputIssue[] {
  const issues = percentIssues(percent, ['percent']);
  if (cap !== null) issues.push(...creditsIssues(cap, precision, ['cap']));
  if (lifetime !== null) issues.push(...lengthIssues(lifetime, ['lifetime']));
  return [...issues, ...countIssues(times, 1, timesMax, ['times'])];
}

function topUpIssues({ threshold, amount, price, maxPerPeriod }: AutoTopUp, precision: number): InputIssue[] {
  return [
    ...creditsIssues(threshold, precision, ['threshold']),
    ...creditsIssues(amount, precision, ['amount']),
    ...amountIssues(price, ['price']),
    ...countIssues(maxPerPeriod, 1, perPeriodMax, ['maxPerPeriod']),
  ];
}

function lowBalanceIssues(thresholds: readonly LowBalance[], precision: number): InputIssue[] {
  if (thresholds.length > lowBalancesMax) return [{ path: [], message: `Give at most ${lowBalancesMax} thresholds.` }];
  const seen = new Set<string>();
  return thresholds.flatMap(({ kind, value }, index) => {
    const place = [String(index), kind === 'AMOUNT' ? 'amount' : 'percent'];
    const name = `${kind} ${value.toFixed()}`;
    if (seen.has(name)) return [{ path: place, message: 'This threshold is there already.' }];
    seen.add(name);
    return kind === 'AMOUNT' ? creditsIssues(value, precision, place) : percentIssues(value, place);
  });
}

function percentIssues(percent: Decimal, path: string[]): InputIssue[] {
  if (percent.isFinite() && percent.greaterThan(0) && percent.lessThanOrEqualTo(100)) return [];
  return [{ path, message: 'The percentage must be greater than 0 and at most 100.' }];
}

function countIssues(count: number, least: number, most: number, path: string[]): InputIssue[] {
  if (Number.isInteger(count) && count >= least && count <= most) return [];
  return [{ path, message: `It must be a whole number from ${least} to ${most.toLocaleString('en-GB')}.` }];
}

function lengthIssues(interval: Interval, path: string[]): InputIssue[] {
  return within(path, intervalIssues(interval));
}

function within(place: readonly string[], issues: readonly InputIssue[]): InputIssue[] {
  return issues.map(({ path, message }) => ({ path: [...place, ...path], message }));
}
