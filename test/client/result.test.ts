import { describe, expect, expectTypeOf, test } from 'vitest';
import { type CreateMeterResult, createClient, type Meter, MisuraResultError, unwrap } from '../../client/src/index.ts';

const meter = { id: 'mtr_1', key: 'tokens' } as Meter;
const failed = (result: CreateMeterResult): MisuraResultError => {
  try {
    unwrap(result);
  } catch (error) {
    if (error instanceof MisuraResultError) return error;
  }
  throw new Error('unwrap gave something back');
};

describe('unwrap', () => {
  test('gives the payload, typed without the failures', () => {
    const result = { __typename: 'CreateMeterPayload', meter } as CreateMeterResult;
    const payload = unwrap(result);
    expectTypeOf(payload.__typename).toEqualTypeOf<'CreateMeterPayload'>();
    expect(payload.meter.key).toBe('tokens');
  });

  test('throws an expected failure with its facts', () => {
    const error = failed({ __typename: 'MeterKeyTaken', message: 'tokens is taken', meter });
    expect(error.type).toBe('MeterKeyTaken');
    expect(error.message).toBe('MeterKeyTaken: tokens is taken');
    expect(error.result.meter).toBe(meter);
  });

  test('throws a failure of a newer server under its own name', () => {
    const error = failed({ __typename: 'QuotaExceeded', message: 'too many meters' } as unknown as CreateMeterResult);
    expect(error.type).toBe('QuotaExceeded');
    expect(error.message).toBe('QuotaExceeded: too many meters');
  });

  test('throws a member of a newer server that has no message either', () => {
    expect(failed({ __typename: 'Deferred' } as unknown as CreateMeterResult).message).toBe('Deferred');
  });

  test('the types ask for a default branch, for what a newer server may add', () => {
    const told = (result: CreateMeterResult): string => {
      switch (result.__typename) {
        case 'CreateMeterPayload':
          return result.meter.key;
        case 'MeterKeyTaken':
        case 'InvalidInput':
          return result.message;
        default:
          expectTypeOf(result.__typename).toEqualTypeOf<'%other'>();
          return result.message ?? 'unknown';
      }
    };
    expect(told({ __typename: 'Deferred' } as unknown as CreateMeterResult)).toBe('unknown');
  });
});

describe('a server that is newer than the client', () => {
  const newer = (data: unknown) =>
    createClient({ url: 'http://misura.test/graphql', key: 'any', fetch: async () => Response.json({ data }) });

  test('may answer a mutation with a type that is not known, and the caller decides', async () => {
    const answer = { __typename: 'QuotaExceeded', message: 'too many meters' };
    const input = { key: 'k', eventName: 'call', aggregation: 'COUNT' } as const;
    const result = await newer({ createMeter: answer }).createMeter(input);
    expect(result).toEqual(answer);
    expect(() => unwrap(result)).toThrow(MisuraResultError);
  });

  test('may find something by its id that is not known', async () => {
    const node = { __typename: 'Invoice', id: 'inv_1' };
    expect(await newer({ node }).node({ id: 'inv_1' })).toEqual(node);
  });

  test('may send fields and enum values that are not known', async () => {
    const meter = { key: 'k', status: 'PAUSED', colour: 'red' };
    expect(await newer({ meter }).meter({ key: 'k' })).toEqual(meter);
  });
});
