import { relative } from 'node:path';
import type { BootstrapOutcome } from '../actions/bootstrap-workspace.ts';
import type { Config } from './config.ts';

/** What the operator reads after a start: where the server is, and after the very first one the key and what to do with it. */
export function welcome(start: { url: string; config: Config; bootstrap: BootstrapOutcome }): string {
  const { url, config, bootstrap } = start;
  const where = `Misura answers at ${url}/graphql`;
  if (!bootstrap.made) return `${where}\n`;
  // A key that the operator chose is known to them, and what is printed often ends in a log.
  const [key, about] =
    config.bootstrapKey === null
      ? [
          bootstrap.secret,
          `Your ADMIN key. It is shown this once, and only a hash of it is kept:\n\n    ${bootstrap.secret}`,
        ]
      : ['…', 'The ADMIN key is the one of MISURA_BOOTSTRAP_KEY. Only a hash of it is kept.'];
  return `
${where}

  ${about}

  1. Keep it for your programs:  export MISURA_KEY=${key}
  2. Look at it in a browser:    ${url}/ (sign in with the key), or the API itself at ${url}/graphql
  3. See a live number move:     npm run example (in another terminal, with MISURA_KEY set as above)
  4. Use it from your code:      the package in client/, see README.md
  5. Stop with Ctrl+C:           the data stays ${place(config)}

`;
}

function place({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl !== null) return 'in the database of DATABASE_URL';
  const near = relative(process.cwd(), dataDir);
  return `in ${near === '' || near.startsWith('..') ? dataDir : near}, in a PostgreSQL of its own`;
}
