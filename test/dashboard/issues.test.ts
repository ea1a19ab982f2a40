import { expect, test } from 'vitest';
import { issuesByField } from '../../dashboard/src/format/issues.ts';

test('an issue comes to the field that is named for its place, or for the nearest above it', () => {
  const issues = [
    { path: ['key'], message: 'It is taken.' },
    { path: ['input', 'key'], message: 'It is long.' },
    { path: ['charges', '0', 'usage', 'pricing', 'perUnit'], message: 'It is below zero.' },
    { path: ['charges', '1', 'usage', 'name'], message: 'It is missing.' },
    { path: [], message: 'Nothing is given.' },
  ];
  expect(issuesByField(issues, ['key', 'charges.0.usage', 'charges.1'])).toEqual({
    fields: {
      key: ['It is taken.', 'It is long.'],
      'charges.0.usage': ['It is below zero.'],
      'charges.1': ['It is missing.'],
    },
    rest: ['Nothing is given.'],
  });
  expect(issuesByField(issues.slice(0, 1), ['name'])).toEqual({ fields: {}, rest: ['key: It is taken.'] });
});
