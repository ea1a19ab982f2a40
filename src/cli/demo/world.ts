import type { ChargeInput, CreateMeterInput, CreateProductInput } from '@misura/client';

/** What the demo sells: AI by tokens and by pictures, an API by requests, storage by the gibibyte and hour. */
export const demoMeters: readonly CreateMeterInput[] = [
  {
    key: 'tokens',
    eventName: 'ai.chat',
    aggregation: 'SUM',
    valueProperty: 'tokens',
    groupBy: ['model'],
    unit: 'token',
  },
  { key: 'images', eventName: 'ai.image', aggregation: 'COUNT', groupBy: ['size'], unit: 'image' },
  { key: 'requests', eventName: 'api.request', aggregation: 'COUNT', groupBy: ['region'], unit: 'request' },
  { key: 'visitors', eventName: 'api.request', aggregation: 'UNIQUE_COUNT', valueProperty: 'visitor' },
  { key: 'storage', eventName: 'storage.hour', aggregation: 'SUM', valueProperty: 'gib', unit: 'GiB hour' },
  { key: 'storage-peak', eventName: 'storage.hour', aggregation: 'MAX', valueProperty: 'gib', unit: 'GiB' },
];

export const demoCreditType = { key: 'credits', name: 'Credits', precision: 2 };

const perUnit = (unitAmount: string) => ({ perUnit: { unitAmount } });

const usage = (name: string, meter: string, unitAmount: string, includedUnits: string): ChargeInput => ({
  usage: { name, meter, pricing: perUnit(unitAmount), includedUnits },
});

const month = { unit: 'MONTH', count: 1 } as const;

export const demoProducts: readonly CreateProductInput[] = [
  {
    key: 'growth',
    name: 'Growth',
    currency: 'USD',
    interval: month,
    charges: [
      { flat: { name: 'Platform', amount: '49' } },
      usage('Tokens', 'tokens', '0.000012', '100000'),
      usage('Images', 'images', '0.04', '10'),
      usage('Requests', 'requests', '0.0004', '1000'),
      usage('Storage', 'storage', '0.0002', '500'),
    ],
  },
  {
    key: 'prepaid',
    name: 'Prepaid',
    currency: 'USD',
    interval: month,
    charges: [
      { usage: { name: 'Tokens', meter: 'tokens', credits: { creditType: 'credits', unitsPerCredit: '1000' } } },
      { usage: { name: 'Images', meter: 'images', credits: { creditType: 'credits', creditsPerUnit: '2' } } },
    ],
    creditGrants: [{ creditType: 'credits', amount: '5000', lowBalance: [{ percent: '20' }] }],
  },
];

export type DemoCustomer = {
  readonly externalId: string;
  readonly product: string;
  /** How busy it is, compared with the others. */
  readonly weight: number;
};

export const demoCustomers: readonly DemoCustomer[] = [
  { externalId: 'aurora-labs', product: 'growth', weight: 5 },
  { externalId: 'basalt-bank', product: 'growth', weight: 3 },
  { externalId: 'cobalt-games', product: 'prepaid', weight: 4 },
  { externalId: 'delta-logistics', product: 'growth', weight: 2 },
  { externalId: 'ember-studio', product: 'prepaid', weight: 2 },
  { externalId: 'fjord-health', product: 'growth', weight: 1 },
];
