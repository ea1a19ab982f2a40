import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../kit/api.ts';
import { type Metering, meteringOn } from '../kit/metering.ts';

let api: TestApi;
let misura: Metering;
beforeAll(async () => {
  api = await createTestApi();
  misura = meteringOn(api);
});
afterAll(() => api.close());

describe('groups: `groupBy`: up to 5 properties; usage can be split by any of them', () => {
  const groupBy = ['model', 'region', 'usage.kind', 'a', 'b'];
  const events = [
    { model: 'm', region: 'eu', usage: { kind: 'in' }, n: 1 },
    { model: 'm', region: 'us', usage: { kind: 'out' }, n: 20 },
    { model: 'm', region: 'eu', usage: { kind: 'out' }, n: 300, a: 1, b: true },
    { model: 1, usage: 'none', n: 4000, a: '1', b: 'true' },
  ].map((properties) => ({ name: 'grouped', properties }));

  test('by one of them, by several, by a path, and by none that it has not', async () => {
    const before = await misura.meter({ eventName: 'grouped', aggregation: 'SUM', valueProperty: 'n', groupBy });
    await misura.record(events);
    const after = await misura.meter({ eventName: 'grouped', aggregation: 'SUM', valueProperty: 'n', groupBy });
    for (const meter of [before, after]) {
      const split = async (...by: string[]) =>
        new Set(
          (await misura.groups(meter, by)).map(
            ({ properties, value }) => `${by.map((path) => JSON.stringify(properties[path]))} ${value}`,
          ),
        );
      expect(await split('model')).toEqual(new Set(['"m" 321', '1 4000']));
      expect(await split('usage.kind')).toEqual(new Set(['"in" 1', '"out" 320', 'null 4000']));
      expect(await split('region', 'model')).toEqual(new Set(['"eu","m" 301', '"us","m" 20', 'null,1 4000']));
      expect(await split('a')).toEqual(new Set(['null 21', '1 300', '"1" 4000']));
      expect(await split('b', 'a')).toEqual(new Set(['null,null 21', 'true,1 300', '"true","1" 4000']));
      expect((await split(...groupBy)).size).toBe(4);
      await expect(misura.groups(meter, ['n'])).rejects.toThrow(/cannot be split by n/);
    }
  });

  test('5 are taken, 6 are not, and none twice', async () => {
    await expect(misura.meter({ aggregation: 'COUNT', groupBy: [...groupBy, 'c'] })).rejects.toThrow(
      /"path":\["groupBy"\]/,
    );
    await expect(misura.meter({ aggregation: 'COUNT', groupBy: ['a', 'a'] })).rejects.toThrow(
      /"path":\["groupBy","1"\]/,
    );
  });

  test('the values of UNIQUE_COUNT and AVERAGE are those of the group, not parts of a whole', async () => {
    const [unique, average] = [
      await misura.meter({ eventName: 'seen', aggregation: 'UNIQUE_COUNT', valueProperty: 'user', groupBy: ['page'] }),
      await misura.meter({ eventName: 'seen', aggregation: 'AVERAGE', valueProperty: 'n', groupBy: ['page'] }),
    ];
    const seen = [
      ['u1', 'x', 1],
      ['u1', 'y', 2],
      ['u2', 'x', 4],
      ['u1', 'x', 10],
    ];
    await misura.record(seen.map(([user, page, n]) => ({ name: 'seen', properties: { user, page, n } })));
    expect(await misura.value(unique)).toBe('2');
    expect((await misura.groups(unique, ['page'])).map(({ value }) => value)).toEqual(['2', '1']);
    expect((await misura.groups(average, ['page'])).map(({ value }) => value)).toEqual(['5', '2']);
  });
});

describe('change: name, description and unit can be edited. Aggregation, event, filter, value, groups cannot. `previewMeter` answers what a definition *would* have counted, before it is created', () => {
  const preview = async (definition: object) =>
    (
      await api.ask<{ previewMeter: { value: string; eventCount: string } }>(
        'query ($input: PreviewMeterInput!) { previewMeter(input: $input) { ... on MeterPreview { value eventCount } } }',
        { input: definition },
      )
    ).previewMeter;

  test('a preview says what the meter will say', async () => {
    await misura.record([1, 2, 2, 'no', '0.5'].map((n, i) => ({ name: 'tried', properties: { n, big: i > 0 } })));
    for (const aggregation of ['COUNT', 'SUM', 'MAX', 'LAST', 'UNIQUE_COUNT', 'MIN', 'AVERAGE']) {
      const definition = {
        eventName: 'tried',
        aggregation,
        valueProperty: aggregation === 'COUNT' ? null : 'n',
        filter: { where: { property: 'big', operator: 'EQUALS', value: true } },
        unitSize: '3',
      };
      const previewed = await preview(definition);
      const key = await misura.meter(definition);
      await api.built();
      expect(previewed).toEqual(await misura.usage(key));
    }
  });

  test('an edit changes no number, and there is no field to change a definition with', async () => {
    const key = await misura.meter({ eventName: 'tried', aggregation: 'COUNT' });
    await api.built();
    const edited = await misura.changeMeter('updateMeter', key, { name: 'New', description: 'Newer', unit: 'newest' });
    expect(edited).toMatchObject({ key, usage: { value: '5' } });
    for (const field of ['aggregation', 'eventName', 'filter', 'valueProperty', 'groupBy', 'unitSize', 'key']) {
      await expect(misura.changeMeter('updateMeter', key, { [field]: null })).rejects.toThrow(
        new RegExp(`${field}.* is not defined`),
      );
    }
  });
});

describe('archive: leaves every number readable; takes no new usage; `unarchive` rebuilds', () => {
  test('what was recorded meanwhile counts when it is back', async () => {
    const key = await misura.meter({ eventName: 'shelved', aggregation: 'SUM', valueProperty: 'n', groupBy: ['n'] });
    const shelved = (n: number) =>
      misura.record([{ id: `s${n}`, name: 'shelved', timestamp: '2026-02-01T00:00:00Z', properties: { n } }]);
    await shelved(1);
    expect(await misura.changeMeter('archiveMeter', key)).toMatchObject({ status: 'ARCHIVED', usage: { value: '1' } });
    expect(await shelved(20)).toMatchObject({ recorded: 1, warnings: [{ code: 'NO_METER' }] });
    const period = { from: '2026-02-01T00:00:00Z', to: '2026-02-01T00:00:30Z' };
    expect([await misura.value(key), await misura.value(key, period)]).toEqual(['1', '1']);
    expect(await misura.groups(key, ['n'])).toEqual([{ properties: { n: 1 }, value: '1', eventCount: '1' }]);

    await misura.changeMeter('unarchiveMeter', key);
    await api.built();
    await shelved(300);
    expect([await misura.value(key), await misura.value(key, period)]).toEqual(['321', '321']);
    expect(await misura.readMeter(key)).toMatchObject({ status: 'ACTIVE' });
  });

  test('a correction reaches into an archived meter too, but finds nothing there that it never counted', async () => {
    const [sum, max] = await Promise.all(
      ['SUM', 'MAX'].map((aggregation) => misura.meter({ eventName: 'kept', aggregation, valueProperty: 'n' })),
    );
    const kept = (...values: number[]) =>
      misura.record(values.map((n) => ({ id: `k${n}`, name: 'kept', properties: { n } })));
    await kept(1, 5, 3);
    for (const key of [sum, max]) await misura.changeMeter('archiveMeter', key as string);
    await kept(8, 9);
    await misura.voidEvents(['k5', 'k9']);
    expect(await Promise.all([sum, max].map((key) => misura.value(key as string)))).toEqual(['4', '3']);
  });
});
