import { decimalText } from './decimal.ts';

type Pending = {
  readonly cancels: boolean;
  readonly quantity: number | null;
  readonly version: { readonly number: number } | null;
};

/** What happens to a subscription when its period ends. */
export function pendingText({ cancels, quantity, version }: Pending): string {
  if (cancels) return 'ends';
  const parts = [
    version === null ? null : `gets version ${version.number}`,
    quantity === null ? null : `has ${decimalText(String(quantity))} seats`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'changes' : parts.join(' and ');
}
