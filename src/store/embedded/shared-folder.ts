import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedUnavailable } from './errors.ts';
import { finish, unfinished } from './unfinished.ts';

const place = '/var/lib/misura';

/**
 * Where root puts what another account has to reach and cannot in its own place, because only root may enter a folder
 * above. Nobody's folder has its mode changed for that.
 */
export function sharedFolder(): string {
  if (existsSync(place)) return place;
  try {
    mkdirSync(dirname(place), { recursive: true });
    const half = unfinished(place);
    mkdirSync(half);
    // Whatever the umask says: it is there to be entered by others.
    chmodSync(half, 0o755);
    finish(half, place);
  } catch (error) {
    throw new EmbeddedUnavailable(
      `PostgreSQL does not run as root, its own account cannot enter this folder, and ${place} cannot be made. Run Misura as another user, from another folder, or set DATABASE_URL.`,
      { cause: error },
    );
  }
  return place;
}
