import type { InputIssue } from '../errors.ts';
import { labelIssues, type MeterLabels } from '../meters/meter.ts';
import { isCurrency } from '../money/currency.ts';
import { type Interval, intervalIssues } from '../subscriptions/interval.ts';

export type ProductTerms = Pick<MeterLabels, 'key' | 'name' | 'description'> & {
  readonly currency: string;
  readonly interval: Interval;
};

/** Everything wrong with a product but for its charges. */
export function productIssues(product: ProductTerms): InputIssue[] {
  const issues = labelIssues(product);
  if (!isCurrency(product.currency)) {
    issues.push({ path: ['currency'], message: 'A currency is a code of ISO 4217 in capitals, such as USD.' });
  }
  for (const issue of intervalIssues(product.interval)) {
    issues.push({ ...issue, path: ['interval', ...issue.path] });
  }
  return issues;
}
