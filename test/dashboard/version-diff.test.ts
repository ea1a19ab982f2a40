import { expect, test } from 'vitest';
import type { ChargeFacts } from '../../dashboard/src/format/charge.ts';
import { type VersionFacts, versionDiff } from '../../dashboard/src/format/version-diff.ts';

const flat = (name: string, amount: string): ChargeFacts => ({
  __typename: 'FlatCharge',
  name,
  oneTime: false,
  amount: { amount, currency: 'USD' },
});

const version = (charges: readonly ChargeFacts[], count = 1): VersionFacts => ({
  interval: { unit: 'MONTH', count },
  charges,
  creditGrants: [],
});

test('two versions differ in what one says and the other does not', () => {
  const parts = versionDiff(version([flat('Base', '49'), flat('Old', '5')]), version([flat('Base', '59')], 3));
  expect(parts).toEqual([
    {
      title: 'Period',
      lines: [
        { kind: 'gone', text: 'month' },
        { kind: 'new', text: '3 months' },
      ],
    },
    {
      title: 'Base',
      lines: [
        { kind: 'gone', text: '$49.00 per seat, in advance for every period' },
        { kind: 'new', text: '$59.00 per seat, in advance for every period' },
      ],
    },
    { title: 'Old', lines: [{ kind: 'gone', text: '$5.00 per seat, in advance for every period' }] },
  ]);
});

test('of two charges of one name each is compared with its own', () => {
  const [, first, second] = versionDiff(
    version([flat('Base', '1'), flat('Base', '2')]),
    version([flat('Base', '1'), flat('Base', '3')]),
  );
  expect(first?.lines.map(({ kind }) => kind)).toEqual(['same']);
  expect(second?.title).toBe('Base (2)');
  expect(second?.lines.map(({ kind }) => kind)).toEqual(['gone', 'new']);
});
