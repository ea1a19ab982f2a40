import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn, type Outcome } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
  await misura.meter({ key: 'sum', aggregation: 'SUM', valueProperty: 'n' });
  await misura.meter({ key: 'calls', aggregation: 'COUNT' });
});
afterAll(() => api.close());

const codes = ({ rejected }: Outcome) => rejected.map(({ index, code }) => `${index} ${code}`);

describe('identity: (customer, `id`). The sender chooses `id`; it is required, 1 to 255 characters, case-sensitive', () => {
  test('the same id of two customers is two events', async () => {
    const [a, b] = [misura.unused('customer'), misura.unused('customer')];
    const events = [
      { id: 'same', customer: a, properties: { n: 1 } },
      { id: 'same', customer: b, properties: { n: 2 } },
    ];
    expect(await misura.record(events)).toMatchObject({ recorded: 2, duplicates: 0, rejected: [] });
    expect([await misura.value('sum', { customer: a }), await misura.value('sum', { customer: b })]).toEqual([
      '1',
      '2',
    ]);
  });

  test('without an id, or with one that is no text, nothing is read', async () => {
    for (const id of [null, 7]) {
      const { data, errors } = await api.execute(
        'mutation ($input: RecordEventsInput!) { recordEvents(input: $input) { __typename } }',
        { input: { events: [{ id, name: 'call', customer: 'acme' }] } },
      );
      expect([data, errors[0]?.extensions?.code]).toEqual([null, 'BAD_USER_INPUT']);
    }
  });

  test.each([
    ['one character', 'x'],
    ['255 of ASCII', 'x'.repeat(255)],
    ['255 of Devanagari', 'क'.repeat(255)],
    ['255 of Han', '漢'.repeat(255)],
    ['255 of Arabic', 'ع'.repeat(255)],
    ['255 beyond the basic plane', '𝛑'.repeat(255)],
    ['255 emoji', '😀'.repeat(255)],
    ['what databases and paths take for special', `'";--\\%_/../ \u{feff}$1`],
  ])('%s make an id, which is read back as it was', async (_what, id) => {
    const customer = misura.unused('customer');
    expect(
      await misura.record([
        { id, customer },
        { id, customer },
      ]),
    ).toMatchObject({ recorded: 1, duplicates: 1 });
    const document =
      'query ($customer: String!, $eventId: String!) { event(customer: $customer, eventId: $eventId) { eventId } }';
    expect(await api.ask(document, { customer, eventId: id })).toEqual({ event: { eventId: id } });
  });

  test('no character, 256, a control character and half of a pair are refused', async () => {
    const ids = ['', 'x'.repeat(256), '😀'.repeat(256), 'a\u0000', 'a\n', 'a\u0085', 'a\ud800'];
    const outcome = await misura.record(ids.map((id) => ({ id, customer: misura.unused('customer') })));
    expect(codes(outcome)).toEqual(ids.map((_, i) => `${i} EVENT_ID_INVALID`));
  });

  test('upper and lower case, and two spellings of one letter, are different ids', async () => {
    const customer = misura.unused('customer');
    const ids = ['a', 'A', '\u00e9', 'e\u0301', ' a', 'a '];
    expect(await misura.record(ids.map((id) => ({ id, customer })))).toMatchObject({ recorded: 6, duplicates: 0 });
  });
});

describe('same id, same content: `duplicate`: changes nothing, for ever, in the same request too', () => {
  test('in the same request, in a later one, and years later', async () => {
    const customer = misura.unused('customer');
    const event = {
      id: 'x',
      customer,
      timestamp: '2026-02-01T00:00:00Z',
      properties: { n: 5, deep: { a: [1], b: null } },
    };
    expect(await misura.record([event, event, event])).toMatchObject({ recorded: 1, duplicates: 2, rejected: [] });
    const before = await api.ask(
      `{ event(customer: "${customer}", eventId: "x") { id timestamp recordedAt properties } }`,
    );
    expect(await misura.record([event])).toMatchObject({ recorded: 0, duplicates: 1, rejected: [] });
    api.clock.set('2046-01-01T00:00:00Z');
    expect(await misura.record([event])).toMatchObject({ recorded: 0, duplicates: 1, rejected: [] });
    api.clock.set('2026-03-01T12:00:00Z');
    expect(await misura.usage('sum', { customer })).toEqual({ value: '5', eventCount: '1' });
    expect(
      await api.ask(`{ event(customer: "${customer}", eventId: "x") { id timestamp recordedAt properties } }`),
    ).toEqual(before);
  });
});

describe('same id, other content: rejected `EVENT_ID_CONFLICT`; the first one stands. (Content: name, timestamp if given, properties)', () => {
  const at = '2026-02-01T00:00:00.5Z';
  const first = { id: 'x', timestamp: at, properties: { n: 1, s: '1', deep: { a: 1, b: [1, 2] } } };
  const like = (properties: object) => ({ ...first, properties: { ...first.properties, ...properties } });

  test.each<[string, object, 'duplicate' | 'conflict']>([
    ['another name', { ...first, name: 'Call' }, 'conflict'],
    ['another timestamp, by a microsecond', { ...first, timestamp: '2026-02-01T00:00:00.500001Z' }, 'conflict'],
    ['the same instant in another zone', { ...first, timestamp: '2026-02-01T05:45:00.5+05:45' }, 'duplicate'],
    [
      'the same instant but for digits that are cut off',
      { ...first, timestamp: '2026-02-01T00:00:00.5000009Z' },
      'duplicate',
    ],
    ['no timestamp', { ...first, timestamp: null }, 'duplicate'],
    ['another value', like({ n: 2 }), 'conflict'],
    ['a value of another kind', like({ n: '1' }), 'conflict'],
    ['one property more', like({ m: null }), 'conflict'],
    ['one property less', { ...first, properties: { n: 1, s: '1' } }, 'conflict'],
    ['no properties', { ...first, properties: null }, 'conflict'],
    ['another nested value', like({ deep: { a: 1, b: [1, 3] } }), 'conflict'],
    ['a list in another order', like({ deep: { a: 1, b: [2, 1] } }), 'conflict'],
    ['keys in another order', { ...first, properties: { deep: { b: [1, 2], a: 1 }, s: '1', n: 1 } }, 'duplicate'],
  ])('with %s', async (_what, second, expected) => {
    const outcome =
      expected === 'duplicate'
        ? { duplicates: 1, rejected: [] }
        : { duplicates: 0, rejected: [{ code: 'EVENT_ID_CONFLICT' }] };
    const [together, apart] = [misura.unused('customer'), misura.unused('customer')];
    const of = (customer: string, event: object) => ({ ...event, customer });
    expect(await misura.record([of(together, first), of(together, second)])).toMatchObject({ recorded: 1, ...outcome });
    await misura.record([of(apart, first)]);
    expect(await misura.record([of(apart, second)])).toMatchObject({ recorded: 0, ...outcome });
    for (const customer of [together, apart]) {
      expect(await misura.value('sum', { customer })).toBe('1');
      expect(await api.ask(`{ event(customer: "${customer}", eventId: "x") { name timestamp properties } }`)).toEqual({
        event: { name: 'call', timestamp: '2026-02-01T00:00:00.500Z', properties: first.properties },
      });
    }
  });

  test('1.0 is 1, 1e2 is 100 and -0 is 0, as JSON on the wire', async () => {
    const customer = misura.unused('customer');
    const send = async (properties: string) => {
      const body = `{"query":"mutation ($input: RecordEventInput!) { recordEvent(input: $input) { __typename ... on RecordEventPayload { duplicate } } }",
        "variables":{"input":{"id":"x","name":"call","customer":"${customer}","createCustomers":true,"properties":${properties}}}}`;
      const headers = {
        authorization: `Bearer ${api.adminKey}`,
        'content-type': 'application/json',
        accept: 'application/json',
      };
      return (await (await api.fetch('/graphql', { method: 'POST', headers, body })).json()) as unknown;
    };
    const answer = (duplicate: boolean) => ({ data: { recordEvent: { __typename: 'RecordEventPayload', duplicate } } });
    expect(await send('{"n":1.0,"m":1e2,"z":-0,"y":0.10}')).toEqual(answer(false));
    expect(await send('{"n":1,"m":100,"z":0,"y":0.1}')).toEqual(answer(true));
    expect(await send('{"n":1,"m":100,"z":0,"y":0.11}')).toMatchObject({
      data: { recordEvent: { __typename: 'EventRejected' } },
    });
  });

  test('a timestamp that was absent at first was the clock’s; given later, it has to be that', async () => {
    const customer = misura.unused('customer');
    await misura.record([{ id: 'x', customer }]);
    expect(codes(await misura.record([{ id: 'x', customer, timestamp: '2026-03-01T11:59:59Z' }]))).toEqual([
      '0 EVENT_ID_CONFLICT',
    ]);
    expect(await misura.record([{ id: 'x', customer, timestamp: '2026-03-01T12:00:00Z' }])).toMatchObject({
      duplicates: 1,
    });
    api.clock.advance(1);
    expect(await misura.record([{ id: 'x', customer }])).toMatchObject({ duplicates: 1 });
    api.clock.set('2026-03-01T12:00:00Z');
  });

  test('a voided event keeps its id', async () => {
    const customer = misura.unused('customer');
    await misura.record([{ id: 'x', customer, properties: { n: 1 } }]);
    await misura.voidEvents(['x'], customer);
    expect(await misura.record([{ id: 'x', customer, properties: { n: 1 } }])).toMatchObject({
      recorded: 0,
      duplicates: 1,
    });
    expect(codes(await misura.record([{ id: 'x', customer, properties: { n: 2 } }]))).toEqual(['0 EVENT_ID_CONFLICT']);
    expect(await misura.value('sum', { customer })).toBe('0');
  });
});
