import type { InputIssue } from '../core/errors.ts';
import { type Charge, chargesIssues, type FlatCharge, type UsageCharge } from '../core/pricing/charge.ts';
import type { Pricing } from '../core/pricing/pricing.ts';
import { canName } from '../core/text.ts';
import type { Database } from '../store/database.ts';
import { findMetersByKey, type MeterRow } from '../store/meters.ts';
import {
  type CreditsDraft,
  creditsDraftIssues,
  creditTermsOf,
  type FoundCreditTypes,
  findCreditTypes,
  free,
  unknownCreditType,
} from './resolve-credits.ts';

/** A usage charge as it is asked for: the meter by its key, and either a price or the credits that it draws on. */
export type UsageDraft = Omit<UsageCharge, 'meterId' | 'pricing' | 'credits'> & {
  readonly meterKey: string;
  readonly pricing: Pricing | null;
  readonly credits: CreditsDraft | null;
};

export type ChargeDraft = FlatCharge | UsageDraft;

/** The charges with their meters and credit types, and everything that is wrong with them: paths begin at `charges`. */
export async function resolveCharges(
  database: Database,
  workspaceId: string,
  drafts: readonly ChargeDraft[],
): Promise<{ charges: Charge[]; issues: InputIssue[] }> {
  const wanted = drafts.filter((draft) => draft.kind === 'USAGE');
  const keys = wanted.flatMap(({ meterKey }) => (canName(meterKey) ? meterKey : []));
  const meters = await findMetersByKey(database, workspaceId, [...new Set(keys)]);
  const creditKeys = wanted.flatMap(({ credits }) => credits?.creditTypeKey ?? []);
  const types = await findCreditTypes(database.pool, workspaceId, creditKeys);

  const issues = drafts.flatMap((draft, index) =>
    draft.kind === 'FLAT' ? [] : within([String(index), 'usage'], draftIssues(draft, meters, types)),
  );
  const charges = drafts.map((draft) => (draft.kind === 'FLAT' ? draft : chargeOf(draft, meters, types)));
  if (issues.length === 0) {
    const groupBy = new Map([...meters.values()].map((meter) => [meter.id, meter.groupBy]));
    issues.push(...chargesIssues(charges, (meterId) => groupBy.get(meterId) ?? []));
  }
  return { charges, issues: within(['charges'], issues) };
}

function chargeOf(draft: UsageDraft, meters: ReadonlyMap<string, MeterRow>, types: FoundCreditTypes): UsageCharge {
  const { meterKey, pricing, credits, ...charge } = draft;
  return {
    ...charge,
    meterId: meters.get(meterKey)?.id ?? '',
    pricing: pricing ?? credits?.overage ?? free,
    credits: credits === null ? null : creditTermsOf(credits, types),
  };
}

/** What keeps a draft from being a charge at all: what it names is not there, or it is asked for in two ways. */
function draftIssues(
  { meterKey, pricing, credits }: UsageDraft,
  meters: ReadonlyMap<string, MeterRow>,
  types: FoundCreditTypes,
): InputIssue[] {
  const issues: InputIssue[] = [];
  const meter = meters.get(meterKey);
  if (meter === undefined || meter.status === 'ARCHIVED') {
    const message = `There is no meter with the key ${JSON.stringify(meterKey)} that is not archived.`;
    issues.push({ path: ['meter'], message });
  }
  if ((pricing === null) === (credits === null)) {
    issues.push({ path: [credits === null ? 'pricing' : 'credits'], message: 'Give either pricing or credits.' });
  }
  if (credits === null) return issues;
  const unknown = unknownCreditType(credits.creditTypeKey, types);
  return [...issues, ...within(['credits'], [...unknown, ...creditsDraftIssues(credits)])];
}

function within(place: readonly string[], issues: readonly InputIssue[]): InputIssue[] {
  return issues.map(({ path, message }) => ({ path: [...place, ...path], message }));
}
