import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatEntryId, formatEventId, formatId, idPrefix, parseEventId, parseId } from '../../src/core/id.ts';

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('TypeIDs', () => {
  test('are spelled as the specification of TypeID spells them', () => {
    expect(formatId('cus', uuid)).toBe('cus_01h455vb4pex5vsknk084sn02q');
    expect(parseId('cus', 'cus_01h455vb4pex5vsknk084sn02q')).toBe(uuid);
    expect(formatId('mtr', '00000000-0000-0000-0000-000000000000')).toBe('mtr_00000000000000000000000000');
    expect(formatId('mtr', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF')).toBe('mtr_7zzzzzzzzzzzzzzzzzzzzzzzzz');
  });

  test('lead back to their UUID, and to none under another prefix', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom('wks', 'key', 'cus', 'mtr', 'prd', 'sub', 'inv'), (id, prefix) => {
        const text = formatId(prefix, id);
        expect(text).toMatch(/^[a-z]{3}_[0-9a-z]{26}$/);
        expect(parseId(prefix, text)).toBe(id);
        expect(parseId(prefix === 'cus' ? 'mtr' : 'cus', text)).toBeNull();
        expect(idPrefix(text)).toBe(prefix);
      }),
    );
  });

  test.each([
    '',
    'cus_',
    'cus',
    uuid,
    'cus_01h455vb4pex5vsknk084sn02',
    'cus_01h455vb4pex5vsknk084sn02q0',
    'cus_81h455vb4pex5vsknk084sn02q',
    'cus_01H455VB4PEX5VSKNK084SN02Q',
    'cus_01h455vb4pex5vsknk084sn0iq',
    ' cus_01h455vb4pex5vsknk084sn02q',
    'cus_01h455vb4pex5vsknk084sn02q\n',
  ])('%j names no customer', (text) => {
    expect(parseId('cus', text)).toBeNull();
  });

  test('what is no UUID has no id', () => {
    expect(() => formatId('cus', 'c00')).toThrow(TypeError);
  });

  test.each([
    ['evt_x', 'evt'],
    ['cus_', 'cus'],
    ['cust_x', null],
    ['cus', null],
    ['_cus', null],
  ])('the prefix of %j is %j', (text, prefix) => {
    expect(idPrefix(text)).toBe(prefix);
  });
});

describe('event ids', () => {
  test('lead back to the customer and the sender’s id, whatever characters it has', () => {
    const eventId = fc.oneof(
      fc.string({ minLength: 1, maxLength: 80 }),
      fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.uuid(), eventId, (customerId, id) => {
        fc.pre(!/[\p{Cc}\p{Cs}]/u.test(id));
        expect(parseEventId(formatEventId(customerId, id))).toEqual({ customerId, eventId: id });
      }),
    );
  });

  test('a byte order mark belongs to the id', () => {
    expect(parseEventId(formatEventId(uuid, '\ufeffa'))?.eventId).toBe('\ufeffa');
  });

  const bytes = (tail: readonly number[]) =>
    `evt_${Buffer.from([...new Array(16).fill(1), ...tail]).toString('base64url')}`;
  test.each([
    ['nothing', 'evt_'],
    ['a customer and no event', bytes([])],
    ['bad UTF-8', bytes([0xff])],
    ['NUL, which the database refuses', bytes([0])],
    ['256 characters', bytes(new Array(256).fill(0x61))],
    ['padding', `${bytes([0x61])}=`],
    ['a stray letter', `${bytes([0x61])}!`],
    ['another prefix', bytes([0x61]).replace('evt', 'cus')],
    ['spare bits', bytes([0x61]).replace(/E$/, 'F')],
  ])('%s names no event', (_, text) => {
    expect(parseEventId(text)).toBeNull();
  });
});

test('the id of an entry of a ledger is another for another customer, credit type and version', () => {
  const entry = fc.tuple(fc.uuid(), fc.uuid(), fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }));
  fc.assert(
    fc.property(entry, entry, (one, other) => {
      expect(formatEntryId(...one)).toMatch(/^cle_[\w-]{54}$/);
      expect(formatEntryId(...one) === formatEntryId(...other)).toBe(one.join() === other.join());
    }),
    {
      examples: [
        [
          [uuid, uuid, 1n],
          [uuid, uuid, 256n],
        ],
        [
          [uuid, uuid, 7n],
          [uuid, uuid, 7n],
        ],
      ],
    },
  );
});
