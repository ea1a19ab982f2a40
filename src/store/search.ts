import { canName } from '../core/text.ts';

/** Whether a search can find anything: a text that nothing may be called, and PostgreSQL might not take, cannot. */
export function canFind(search: string | null): boolean {
  return search === null || search === '' || canName(search);
}

/** `text` for a pattern of ILIKE, where these characters would match anything. */
export function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (wildcard) => `\\${wildcard}`);
}
