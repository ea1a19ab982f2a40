import type { InputIssue } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { storageProblem, textProblem } from '../text.ts';

/** What a workspace knows of a customer beside its ids. Undefined: leave as it is. */
export type CustomerDetails = {
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly metadata?: JsonObject | null | undefined;
};

const metadataBytesMax = 16 * 1024;
const metadataLevelsMax = 8;

/** What keeps these from being a customer's details; empty if nothing does. */
export function customerIssues(customer: CustomerDetails & { readonly externalId?: string }): InputIssue[] {
  const issues: InputIssue[] = [];
  const check = (path: string, problem: string | null): void => {
    if (problem !== null) issues.push({ path: [path], message: `The text ${problem}.` });
  };
  if (customer.externalId !== undefined) check('externalId', textProblem(customer.externalId));
  if (typeof customer.name === 'string') check('name', textProblem(customer.name));
  if (typeof customer.email === 'string') check('email', textProblem(customer.email) ?? emailProblem(customer.email));
  if (customer.metadata != null) {
    const problem = metadataProblem(customer.metadata);
    if (problem !== null) issues.push({ path: ['metadata'], message: `The metadata ${problem}.` });
  }
  return issues;
}

/** Only what is certainly no address: whether mail arrives is not for us to say. */
function emailProblem(email: string): string | null {
  return /^[^\s@]+@[^\s@]+$/.test(email) ? null : 'must be an e-mail address';
}

function metadataProblem(metadata: JsonObject): string | null {
  // Depth first: writing something very deep as text would exhaust the stack.
  if (isDeeperThan(metadata, metadataLevelsMax)) return `must have at most ${metadataLevelsMax} levels`;
  // JSON.stringify would write null for it.
  if (hasInfinity(metadata)) return 'must not contain a number that is too large to be one';
  const text = JSON.stringify(metadata);
  if (Buffer.byteLength(text) > metadataBytesMax) return 'must be at most 16 KiB of JSON';
  return (
    textsIn(metadata)
      .map(storageProblem)
      .find((problem) => problem !== null) ?? null
  );
}

function isDeeperThan(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(part, levels - 1));
}

/** JSON.parse makes Infinity of 1e400. */
function hasInfinity(value: JsonValue): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInfinity);
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  return [...keys, ...Object.values(value).flatMap(textsIn)];
}
