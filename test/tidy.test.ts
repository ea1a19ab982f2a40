import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// From the bottom up: each may import those before it, and itself.
const layers = ['core', 'store', 'live', 'actions', 'graphql', 'server', 'cli'];

/** Files whose name fits `where`, `except` some, `never` contain this: do the other thing `instead`. */
type Rule = { where: RegExp; except?: RegExp; never: RegExp; instead: string };

const imports = (layer: string, i: number): Rule => ({
  where: new RegExp(`^src/${layer}/`),
  never: new RegExp(`(from|import\\() ?'(\\.\\./)+(${[...layers.slice(i + 1), 'test', 'bench', 'client'].join('|')})/`),
  instead: `${layer}/ imports ${layers.slice(0, i + 1).join(', ')} only: move what is needed down, or pass it in as an argument.`,
});

// The same for the dashboard, whose customer's page is beside the operators' frame.
const dashboardLayers = ['format', 'data', 'design', 'charts', 'period', 'pick', 'parts', 'pages', 'app'];

const dashboardImports = (layer: string, i: number): Rule => ({
  where: new RegExp(`^dashboard/src/${layer}/`),
  never: new RegExp(
    `(from|import\\() ?'(\\.\\./)+(${[...dashboardLayers.slice(i + 1), 'customer', '\\.\\./src'].join('|')})/`,
  ),
  instead: `dashboard/src/${layer}/ imports ${dashboardLayers.slice(0, i + 1).join(', ')} only: move what is needed down.`,
});

const rules: readonly Rule[] = [
  ...layers.map(imports),
  ...dashboardLayers.map(dashboardImports),
  {
    where: /^dashboard\/src\//,
    except: /^dashboard\/src\/(data\/session\.ts|app\/theme\.ts)$/,
    never: /(?<![.\w])fetch\(|localStorage|sessionStorage|document\.cookie|dangerouslySetInnerHTML|\beval\(/,
    instead:
      'The client package is the only way to the server, nothing but the theme is stored, and text is shown as text.',
  },
  {
    where: /^dashboard\/src\//,
    except: /^dashboard\/src\/format\/decimal\.ts$/,
    never:
      /parse(Float|Int)\([^)]*(value|amount|total|count|quantity|balance)|Number\([\w.]*(value|amount|total|count|quantity|balance)\b/i,
    instead: 'A decimal is text: show it with Quantity or Cash, and draw it with drawnHeight.',
  },
  {
    where: /^src\/core\//,
    never: /(from|import\() ?'(?!\.|decimal\.js'|luxon'|dinero\.js\/currencies'|jose'|node:crypto')/,
    instead: 'core/ takes data and gives data: read, write and send in store/, live/ or server/.',
  },
  {
    where: /^src\/(core|store|live|actions|cli)\//,
    except: /^src\/store\/generated\//,
    never: /from '(graphql|@pothos)/,
    instead: 'Translate in graphql/: what is below knows nothing of GraphQL.',
  },
  {
    where: /^(src|client\/src)\//,
    except: /^src\/server\/(config|production)\.ts$/,
    never: /process\.env/,
    instead: 'Make it a setting in src/server/config.ts and pass its value down.',
  },
  {
    where: /^src\/server\/production\.ts$/,
    never: /process\.env(?!\.NODE_ENV)/,
    instead: 'This file sets NODE_ENV and nothing else; settings are in src/server/config.ts.',
  },
  {
    where: /^src\/(core|actions)\//,
    never:
      /Date\.now|new Date\(\)|DateTime\.(now|local|utc)\(\)|performance\.|hrtime|Math\.random|random(UUID|Bytes|Int)|getRandomValues|uuidv7|setTimeout|setInterval|node:timers/,
    instead: 'Take the time from deps.clock and ids from deps.ids; in core/ take both as arguments.',
  },
  {
    where: /^src\/(core|store|live|actions|graphql)\//,
    except: /^src\/(store\/generated\/|core\/decimal\.ts$|graphql\/scalars\.ts$)/,
    never:
      /parseFloat|\.toNumber\(|(Number\(|[=(?:,] \+\(?)[\w.]*(sum|max|min|last|value|total|amount|quantity|usage|count)\b|\b(sum|max|min|total|amount|quantity|usage|unitSize|eventCount)\??: number/i,
    instead: 'A quantity is a Decimal and a count of events a bigint: calculate with src/core/decimal.ts.',
  },
  {
    where: /^src\//,
    except: /^src\/(store\/|live\/\w+-announcer\.ts$)/,
    never: /\.query(<[^>]*>)?\(|['"`]\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|LOCK|BEGIN|COMMIT|NOTIFY|LISTEN)\b/,
    instead: 'Give the statement a function with a name in src/store/, and call that.',
  },
  {
    where: /^src\//,
    except: /^src\/store\/(ledger|audit\/)/,
    never: /credit_ledger_entry/,
    instead: 'Only store/ledger writes the ledger, and the auditor reads it: give it a function there.',
  },
  {
    where: /^src\//,
    except: /^src\/(store\/|live\/\w+-announcer\.ts$|server\/jobs\.ts$)/,
    never: /^import (?!type )[^;]*from '(pg|@prisma\/[^']*|graphile-worker)'/m,
    instead: 'Connections are opened in src/store/, and by the listeners and the job queue, which need their own.',
  },
  {
    where: /\.tsx?$/,
    except: /generated\//,
    never: /[:<|]\s*any\b|\bas any\b/,
    instead: 'Name the type; `unknown` where nobody can know it.',
  },
  {
    where: /./,
    except: /generated\/|^test\/tidy\.test\.ts$/,
    never: /\b(TODO|FIXME|XXX)\b|\/(home|root|Users|work)\/\w/,
    instead: 'Do it now, or say in a sentence why it waits; and name no folder of your own machine.',
  },
];

const folders = ['src', 'client', 'dashboard', 'test', 'bench', 'scripts', 'examples', 'docs', 'prisma', '.ci'];
const files = folders
  .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && !/(^|\/)(node_modules|dist)(\/|$)/.test(entry.parentPath))
  .map((entry) => `${entry.parentPath}/${entry.name}`)
  .concat(['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'codegen.ts', 'package.json']);

/** Rules are for what runs, so comments and prose do not count; except for the last one, which is for everything. */
function textFor({ where }: Rule, file: string): string {
  if (where.source === '.') return readFileSync(file, 'utf8');
  return /\.tsx?$/.test(file) ? readFileSync(file, 'utf8').replaceAll(/^\s*(\/\/|\/\*|\*).*$/gm, '') : '';
}

for (const rule of rules) {
  const { where, except, never, instead } = rule;
  test(instead, () => {
    const found = files
      .filter((file) => where.test(file) && !except?.test(file))
      .flatMap((file) => {
        const match = never.exec(textFor(rule, file));
        return match === null ? [] : `${file} has \`${match[0].trim()}\`. ${instead}`;
      });
    expect(found).toEqual([]);
  });
}

test('a file is named for what is in it', () => {
  const vague = /(^|[/.-])(utils?|helpers?|common|managers?|services?|misc)([/.-]|$)/;
  const named = files.filter((file) => vague.test(file) || !/^[\w./@-]+$/.test(file) || /-v\d/.test(file));
  expect(named, 'Name each after the one thing it holds.').toEqual([]);
});

test('a file holds one thing', () => {
  const lengthMax = (file: string) => (file.startsWith('test/') ? 400 : 200);
  const long = files
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !file.includes('generated/'))
    .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
    .filter(({ file, lines }) => lines > lengthMax(file));
  expect(long, 'Move what is a thing of its own into a file of its own; aim at 60 to 150 lines.').toEqual([]);
});
