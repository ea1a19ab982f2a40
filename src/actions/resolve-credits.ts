import {
  type CreditTerms,
  type GrantExpiry,
  type PlanGrant,
  planGrantsIssues,
  type WhenExhausted,
} from '../core/credits/terms.ts';
import { Decimal } from '../core/decimal.ts';
import type { InputIssue } from '../core/errors.ts';
import type { Pricing } from '../core/pricing/pricing.ts';
import { canName } from '../core/text.ts';
import { type CreditTypeRow, findCreditTypesByKey } from '../store/credit-types.ts';
import type { Queryable } from '../store/sql/statement.ts';

/** The credits of a usage charge as they are asked for: the type by its key, and one of two rates. */
export type CreditsDraft = {
  readonly creditTypeKey: string;
  readonly unitsPerCredit: Decimal | null;
  readonly creditsPerUnit: Decimal | null;
  readonly whenExhausted: WhenExhausted;
  readonly overage: Pricing | null;
  readonly debtLimit: Decimal | null;
};

/** What comes with a product as it is asked for: the credit type by its key. */
export type PlanGrantDraft = Omit<PlanGrant, 'creditTypeId' | 'precision' | 'expires'> & {
  readonly creditTypeKey: string;
  /** Null: it was named with `false`, and says nothing. */
  readonly expires: GrantExpiry | null;
};

export type FoundCreditTypes = ReadonlyMap<string, CreditTypeRow>;

/** What usage costs that credits pay for, or that nobody pays for. */
export const free: Pricing = { kind: 'PER_UNIT', unitAmount: new Decimal(0) };

const periodEnd: GrantExpiry = { kind: 'PERIOD_END' };

export async function findCreditTypes(
  on: Queryable,
  workspaceId: string,
  keys: readonly string[],
): Promise<FoundCreditTypes> {
  return await findCreditTypesByKey(on, workspaceId, [...new Set(keys.filter(canName))]);
}

/** The grants with their credit types, and everything that is wrong with them: paths begin at `creditGrants`. */
export async function resolveCreditGrants(
  on: Queryable,
  workspaceId: string,
  drafts: readonly PlanGrantDraft[],
): Promise<{ creditGrants: PlanGrant[]; issues: InputIssue[] }> {
  const keys = drafts.map((draft) => draft.creditTypeKey);
  const types = await findCreditTypes(on, workspaceId, keys);
  const issues = drafts.flatMap(({ creditTypeKey, expires }, index) => {
    const wrong = unknownCreditType(creditTypeKey, types);
    if (expires === null) wrong.push({ path: ['expires'], message: 'Say true of the one that is meant.' });
    return wrong.map(({ path, message }) => ({ path: [String(index), ...path], message }));
  });
  const creditGrants = drafts.map(({ creditTypeKey, expires, ...grant }) => {
    return { ...grant, ...namedType(creditTypeKey, types), expires: expires ?? periodEnd };
  });
  if (issues.length === 0) issues.push(...planGrantsIssues(creditGrants));
  return { creditGrants, issues: issues.map((issue) => ({ ...issue, path: ['creditGrants', ...issue.path] })) };
}

/** The terms that were asked for, whole only if there is nothing wrong with the draft. */
export function creditTermsOf(draft: CreditsDraft, types: FoundCreditTypes): CreditTerms {
  const { creditTypeKey, unitsPerCredit, creditsPerUnit, whenExhausted, debtLimit } = draft;
  const rate =
    creditsPerUnit === null
      ? ({ kind: 'UNITS_PER_CREDIT', value: unitsPerCredit ?? new Decimal(0) } as const)
      : ({ kind: 'CREDITS_PER_UNIT', value: creditsPerUnit } as const);
  return { ...namedType(creditTypeKey, types), rate, whenExhausted, debtLimit };
}

/** What is asked for in two ways, or left open. Paths begin below `credits`. */
export function creditsDraftIssues(draft: CreditsDraft): InputIssue[] {
  const { unitsPerCredit, creditsPerUnit, whenExhausted, overage } = draft;
  const issues: InputIssue[] = [];
  if ((unitsPerCredit === null) === (creditsPerUnit === null)) {
    issues.push({ path: ['unitsPerCredit'], message: 'Give either unitsPerCredit or creditsPerUnit.' });
  }
  if (whenExhausted === 'CHARGE' && overage === null) {
    issues.push({ path: ['overage'], message: 'CHARGE needs the price of what the credits do not cover.' });
  }
  if (whenExhausted !== 'CHARGE' && overage !== null) {
    issues.push({ path: ['overage'], message: 'Only CHARGE bills what the credits do not cover.' });
  }
  return issues;
}

/** Says so if the workspace has no credit type with this key. */
export function unknownCreditType(key: string, types: FoundCreditTypes): InputIssue[] {
  if (types.has(key)) return [];
  return [{ path: ['creditType'], message: `There is no credit type with the key ${JSON.stringify(key)}.` }];
}

function namedType(key: string, types: FoundCreditTypes): Pick<CreditTerms, 'creditTypeId' | 'precision'> {
  const type = types.get(key);
  return { creditTypeId: type?.id ?? '', precision: type?.precision ?? 0 };
}
