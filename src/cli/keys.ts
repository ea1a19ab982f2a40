import { parseArgs } from 'node:util';
import { createApiKey } from '../actions/create-api-key.ts';
import { InvalidInput } from '../core/errors.ts';
import type { Scope } from '../core/keys/secret.ts';
import { systemClock, systemIds } from '../server/compose.ts';
import type { Database } from '../store/database.ts';
import { listKeys } from '../store/keys.ts';
import { listWorkspaces, type NamedWorkspace } from '../store/workspaces.ts';
import { failureText } from './failure.ts';
import { onDatabase } from './on-database.ts';
import { UsageError } from './usage-error.ts';

const help = `misura keys: the keys of a workspace, for who has the database and no key

  misura keys create --scope ADMIN     makes a key and prints it, this once
    --scope S         INGEST, READ or ADMIN; several, or separated by commas
    --name NAME       what it is for (default: "Made at the command line")
    --workspace W     its name or id; needed where there are several
  misura keys list                     shows them, without their secrets

Works on DATABASE_URL while servers run. The embedded database needs its server to be stopped.`;

const options = {
  scope: { type: 'string', multiple: true },
  name: { type: 'string', default: 'Made at the command line' },
  workspace: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Gives the exit code: 2 if it was called in a wrong way. */
export async function keysCommand(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parsed(args);
    const [command, ...others] = positionals;
    if (values.help || command === undefined) {
      console.log(help);
      return values.help ? 0 : 2;
    }
    if (others.length > 0 || (command !== 'create' && command !== 'list')) {
      throw new UsageError(`There is no command "keys ${positionals.join(' ')}".\n\n${help}`);
    }
    const scopes = command === 'create' ? scopesOf(values.scope ?? []) : [];
    await onDatabase(async (database) => {
      const workspace = chosen(await listWorkspaces(database.pool), values.workspace);
      if (command === 'list') await list(database, workspace);
      else await create(database, workspace, values.name, scopes);
    });
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError || error instanceof InvalidInput;
    console.error(isUsage ? error.message : failureText(error));
    return isUsage ? 2 : 1;
  }
}

async function create(database: Database, workspace: NamedWorkspace, name: string, scopes: readonly Scope[]) {
  const deps = { database, clock: systemClock, ids: systemIds };
  const { secret } = await createApiKey(deps, { workspaceId: workspace.id, name, scopes });
  // The secret alone is the output, so that it can be put where it is needed without being seen.
  console.error(`A key of the workspace "${workspace.name}" with ${scopes.join(', ')}. It is shown this once.`);
  console.log(secret);
}

async function list(database: Database, workspace: NamedWorkspace): Promise<void> {
  let after: string | null = null;
  do {
    const page = await listKeys(database, workspace.id, { after, before: null, backwards: false, limit: 500 });
    for (const { name, scopes, hint, createdAt, revokedAt } of page) {
      const end = revokedAt === null ? '' : `  revoked ${day(revokedAt)}`;
      console.log(`${hint}  ${scopes.join(',')}  ${day(createdAt)}  ${name}${end}`);
    }
    after = page.length === 500 ? (page.at(-1)?.id ?? null) : null;
  } while (after !== null);
}

const day = (date: Date) => date.toISOString().slice(0, 10);

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function scopesOf(given: readonly string[]): Scope[] {
  const known: readonly Scope[] = ['INGEST', 'READ', 'ADMIN'];
  const names = given.flatMap((text) => text.toUpperCase().split(','));
  const unknown = names.find((name) => !known.some((scope) => scope === name));
  if (names.length === 0 || unknown !== undefined) {
    throw new UsageError(`--scope is ${known.join(', ')} or several of them${unknown ? `, not "${unknown}"` : ''}.`);
  }
  return known.filter((scope) => names.includes(scope));
}

function chosen(workspaces: readonly NamedWorkspace[], given: string | undefined): NamedWorkspace {
  const fitting = workspaces.filter(({ id, name }) => given === undefined || given === id || given === name);
  if (fitting.length === 1) return fitting[0] as NamedWorkspace;
  if (workspaces.length === 0) throw new UsageError('There is no workspace yet: start the server once.');
  const all = workspaces.map(({ id, name, mode }) => `  ${id}  ${mode}  ${name}`).join('\n');
  throw new UsageError(`Which workspace? Add --workspace with one of these names or ids:\n${all}`);
}
