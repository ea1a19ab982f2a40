import { expect, test } from 'vitest';
import { sqlStatements } from '../../src/store/sql-statements.ts';

const cases: [string, string, string[]][] = [
  ['nothing', ' \n -- only a comment; here\n/* and; here */ ;; ', []],
  ['two statements, the last without its semicolon', 'SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
  ['a semicolon in a text', `SELECT 'a;b'; SELECT 'it''s;'`, [`SELECT 'a;b'`, `SELECT 'it''s;'`]],
  ['a semicolon in a name', 'SELECT 1 AS "a;b"; SELECT 2', ['SELECT 1 AS "a;b"', 'SELECT 2']],
  [
    'a backslash only escapes in an E text',
    `SELECT E'\\';'; SELECT '\\'; SELECT 3`,
    [`SELECT E'\\';'`, `SELECT '\\'`, 'SELECT 3'],
  ],
  ['a dollar-quoted body', 'DO $$ BEGIN x; END $$; SELECT 1', ['DO $$ BEGIN x; END $$', 'SELECT 1']],
  ['a tagged body with $$ inside', 'DO $a$ $$;$$ $a$; SELECT 1', ['DO $a$ $$;$$ $a$', 'SELECT 1']],
  ['a parameter is no body', 'SELECT $1; SELECT $2', ['SELECT $1', 'SELECT $2']],
  ['nested comments', 'SELECT /* a /* b; */ c; */ 1; SELECT 2', ['SELECT /* a /* b; */ c; */ 1', 'SELECT 2']],
  ['a comment before a statement stays with it', '-- why;\nSELECT 1;', ['-- why;\nSELECT 1']],
];

test.each(cases)('splits %s', (_name, text, statements) => {
  expect(sqlStatements(text)).toEqual(statements);
});
