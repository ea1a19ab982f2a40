import { inject } from 'vitest';
import type { OtherUrl } from './desk.ts';
import type { OtherName } from './global-setup.ts';

/** How long a file that needs another server may have to wait, for it may have to be installed first. */
export const otherTimeoutMs = 300_000;

/** Where a server of this run is, which is started now if nobody has asked before. Throws why there is none. */
export async function otherUrl(name: OtherName): Promise<string> {
  const response = await fetch(`${inject('deskUrl')}/${name}`);
  const other = (await response.json()) as OtherUrl;
  if ('missing' in other) throw new Error(other.missing);
  return other.url;
}
