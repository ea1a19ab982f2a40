import { canName } from '../core/text.ts';

/** Whether a search can find anything: a text that nothing may be called, and PostgreSQL might not take, cannot. */
export function canFind(search: string | null): boolean {
  return search === null || search === '' || canName(search);
}

/** The pattern of ILIKE that finds a text with this in it; null finds everything. */
export function patternOf(search: string | null): string | null {
  return search === null ? null : `%${literal(search)}%`;
}

/** `text` for a pattern of ILIKE, where these characters would match anything. */
export function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (wildcard) => `\\${wildcard}`);
}
