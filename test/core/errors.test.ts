import { expect, test } from 'vitest';
import * as errors from '../../src/core/errors.ts';

test('an expected failure is named for its GraphQL type and carries the facts', () => {
  const failures = [
    new errors.NotFound('There is no such customer.'),
    new errors.InvalidInput([{ path: ['filter', 'all'], message: 'An empty group says nothing.' }]),
    new errors.CustomerAlreadyExists('c'),
    new errors.MeterKeyTaken('m'),
    new errors.CreditTypeKeyTaken('t'),
    new errors.EventRejected('NAME_INVALID', 'The name must not be empty.'),
    new errors.LastAdminKey(),
  ];
  for (const failure of failures) {
    expect(failure).toBeInstanceOf(errors.DomainError);
    expect(failure.name).toBe(failure.constructor.name);
    expect(failure.message).not.toBe('');
  }
  expect(failures[1]?.message).toBe('filter.all: An empty group says nothing.');
  expect(failures[2]).toMatchObject({ customerId: 'c' });
  expect(failures[3]).toMatchObject({ meterId: 'm' });
  expect(failures[4]).toMatchObject({ creditTypeId: 't' });
  expect(failures[5]).toMatchObject({ code: 'NAME_INVALID' });
});

test('a bad request is no domain error, and says so in its code', () => {
  const tooMany = new errors.TooManyWindows(10_000);
  expect(tooMany).toBeInstanceOf(errors.RequestError);
  expect(tooMany).not.toBeInstanceOf(errors.DomainError);
  expect(tooMany).toMatchObject({ code: 'BAD_USER_INPUT', windowsMax: 10_000 });
  expect(tooMany.message).toContain('10,000');
});
