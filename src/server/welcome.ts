import { relative } from 'node:path';
import type { BootstrapOutcome } from '../actions/bootstrap-workspace.ts';
import type { Config } from './config.ts';

/** What the operator reads after a start: where the server is, and after the very first one the key and what to do with it. */
export function welcome(start: { url: string; config: Config; bootstrap: BootstrapOutcome }): string {
  const { url, config, bootstrap } = start;
  const where = `Misura answers at ${url}/graphql`;
  if (!bootstrap.made) return `${where}\n`;
  const data =
    config.databaseUrl === null
      ? `in ${relative(process.cwd(), config.dataDir) || '.'}/, in a PostgreSQL of its own`
      : 'in the database of DATABASE_URL';
  return `
${where}

  Your ADMIN key. It is shown this once, and only a hash of it is kept:

    ${bootstrap.secret}

  1. Keep it for your programs:  export MISURA_KEY=${bootstrap.secret}
  2. Try it in a browser:        ${url}/graphql (paste the key into "Headers", run the tabs from left to right)
  3. See a live number move:     npm run example (in another terminal, with MISURA_KEY set as above)
  4. Use it from your code:      the package in client/, see README.md
  5. Stop with Ctrl+C:           the data stays ${data}

`;
}
