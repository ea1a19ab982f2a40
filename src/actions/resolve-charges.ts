import type { InputIssue } from '../core/errors.ts';
import { type Charge, chargesIssues, type FlatCharge, type UsageCharge } from '../core/pricing/charge.ts';
import { canName } from '../core/text.ts';
import type { Database } from '../store/database.ts';
import { findMetersByKey } from '../store/meters.ts';

/** A charge as it is asked for: the meter by its key. */
export type ChargeDraft = FlatCharge | (Omit<UsageCharge, 'meterId'> & { readonly meterKey: string });

/** The charges with their meters, and everything that is wrong with them: paths begin at `charges`. */
export async function resolveCharges(
  database: Database,
  workspaceId: string,
  drafts: readonly ChargeDraft[],
): Promise<{ charges: Charge[]; issues: InputIssue[] }> {
  const keys = drafts.flatMap((draft) => (draft.kind === 'USAGE' && canName(draft.meterKey) ? draft.meterKey : []));
  const meters = await findMetersByKey(database, workspaceId, [...new Set(keys)]);
  const issues: InputIssue[] = [];
  const charges = drafts.map((draft, index): Charge => {
    if (draft.kind === 'FLAT') return draft;
    const { meterKey, ...charge } = draft;
    const meter = meters.get(meterKey);
    if (meter === undefined || meter.status === 'ARCHIVED') {
      const message = `There is no meter with the key ${JSON.stringify(meterKey)} that is not archived.`;
      issues.push({ path: ['charges', String(index), 'usage', 'meter'], message });
    }
    return { ...charge, meterId: meter?.id ?? '' };
  });
  if (issues.length > 0) return { charges, issues };
  const groupBy = new Map([...meters.values()].map((meter) => [meter.id, meter.groupBy]));
  const wrong = chargesIssues(charges, (meterId) => groupBy.get(meterId) ?? []);
  return { charges, issues: wrong.map((issue) => ({ ...issue, path: ['charges', ...issue.path] })) };
}
