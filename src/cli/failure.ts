import { ConfigError } from '../server/config.ts';
import { DataDirectoryInUse, EmbeddedUnavailable } from '../store/embedded/errors.ts';
import { MigrationError } from '../store/migrate.ts';

const explained = [ConfigError, MigrationError, DataDirectoryInUse, EmbeddedUnavailable];

/** What to print of an error that ended a command: its message where that says it all, the whole error where it is a bug. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (explained.some((kind) => error instanceof kind)) return error.message;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return `${error.message}. Another server is there: stop it, or set PORT.`;
  if ('syscall' in error && error.syscall === 'listen')
    return `${error.message}. Set PORT or HOST to what this user may listen at.`;
  // The message names it; both settings have one.
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The host of HOST or DATABASE_URL is not known: ${error.message}`;
  if (code === 'ECONNREFUSED' || /^(28|3D)/.test(code)) {
    return `The database of DATABASE_URL cannot be reached: ${error.message || code}`;
  }
  return error.stack ?? error.message;
}
