import type { ChargeInput, CreateProductInput, UsageChargeInput } from '../../client/src/index.ts';

/** What the customers of the trace are subscribed to. trace-invoices.ts has these prices again, in its own words. */
export const products: CreateProductInput[] = [
  product('A', 'USD', [
    { flat: { name: 'Base', amount: '49' } },
    { flat: { name: 'Setup', amount: '10', oneTime: true } },
    usage('Context', 'context', {
      includedUnits: '10000',
      pricing: {
        graduated: {
          tiers: [
            { upTo: '10000', unitAmount: '0.0005' },
            { upTo: '25000', unitAmount: '0.00035', flatAmount: '1.255' },
            { unitAmount: '0.000123456789' },
          ],
        },
      },
    }),
  ]),
  product('B', 'EUR', [
    usage('Requests', 'requests', {
      pricing: {
        volume: {
          tiers: [{ upTo: '15', unitAmount: '0.755' }, { upTo: '18', unitAmount: '0.5' }, { unitAmount: '0.3333' }],
        },
      },
    }),
    usage('Generated', 'generated', {
      pricing: { package: { size: '100', amount: '0.15' } },
      minimum: '0.6',
      maximum: '0.9',
    }),
  ]),
  product('C', 'KWD', [
    { flat: { name: 'Seat', amount: '0.1055' } },
    usage('Context', 'context', {
      includedUnits: '3000',
      includedPerSeat: true,
      pricing: { perUnit: { unitAmount: '0.0000777' } },
      priceBy: { property: 'size', prices: [{ value: 'short', pricing: { perUnit: { unitAmount: '0.0000333' } } }] },
    }),
  ]),
];

type Price = Omit<UsageChargeInput, 'name' | 'meter'>;

function usage(name: string, meter: string, more: Price): ChargeInput {
  return { usage: { name, meter, ...more } };
}

function product(key: string, currency: string, charges: ChargeInput[]): CreateProductInput {
  return { key, name: key, currency, interval: { unit: 'MONTH', count: 1 }, charges };
}
