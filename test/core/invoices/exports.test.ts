import { expect, test } from 'vitest';
import { Decimal } from '../../../src/core/decimal.ts';
import { invoiceCsv } from '../../../src/core/invoices/csv.ts';
import { documentJson, type InvoiceHead, invoiceDocument } from '../../../src/core/invoices/document.ts';
import { invoiceHtml } from '../../../src/core/invoices/html.ts';
import type { InvoiceLine } from '../../../src/core/invoices/line.ts';
import { parseInstant } from '../../../src/core/time/instant.ts';

const at = (text: string) => parseInstant(text) as bigint;
const decimal = (text: string) => new Decimal(text);

const head: InvoiceHead = {
  id: 'inv_01h455vb4pex5vsknk084sn02q',
  number: 'INV-000042',
  status: 'FINAL',
  seller: 'Default',
  customer: { externalId: 'acme', name: 'Acme <b>& Sons</b>', email: 'billing@acme.example' },
  product: 'Pro "plus"',
  currency: 'USD',
  periodStart: at('2026-03-01T00:00:00Z'),
  periodEnd: at('2026-04-01T00:00:00Z'),
  finalizedAt: at('2026-04-01T01:00:00Z'),
};

const usage: InvoiceLine = {
  kind: 'USAGE',
  name: 'Calls, all of them',
  charge: 0,
  period: 0,
  from: head.periodStart,
  to: head.periodEnd,
  meterId: null,
  quantity: decimal('1234567.5'),
  included: decimal('10000'),
  billable: decimal('1224567.5'),
  tiers: [
    {
      value: 'hd',
      from: decimal('0'),
      upTo: null,
      quantity: decimal('1224567.5'),
      unitAmount: decimal('0.000001'),
      flatAmount: decimal('5'),
      amount: decimal('6.2245675'),
    },
  ],
  amount: decimal('6.22'),
};
const formula: InvoiceLine = { ...usage, name: '=HYPERLINK("x")', tiers: [], amount: decimal('-1') };
const drawn: InvoiceLine = {
  ...usage,
  credits: { creditTypeId: '', applied: decimal('1500'), uncovered: decimal('20') },
};

const document = invoiceDocument(head, [drawn, formula], decimal('5.22'));

test('the JSON has every number as a text, amounts with all decimals of the currency', () => {
  expect(documentJson(document)).toMatchObject({
    number: 'INV-000042',
    periodStart: '2026-03-01T00:00:00Z',
    lines: [
      { quantity: '1234567.5', amount: '6.22', tiers: [{ unitAmount: '0.000001', amount: '6.2245675', upTo: null }] },
      { amount: '-1.00' },
    ],
    total: '5.22',
  });
  expect(invoiceDocument({ ...head, currency: 'JPY' }, [], decimal('5')).total).toBe('5');
  expect(invoiceDocument({ ...head, currency: 'KWD' }, [], decimal('5')).total).toBe('5.000');
});

test('the CSV quotes what needs quotes, and no cell is a formula', () => {
  expect(invoiceCsv(document).split('\r\n')).toEqual([
    'invoice,kind,name,from,to,quantity,included,billable,creditsApplied,creditsUncovered,amount,currency',
    'INV-000042,USAGE,"Calls, all of them",2026-03-01T00:00:00Z,2026-04-01T00:00:00Z,1234567.5,10000,1224567.5,1500,20,6.22,USD',
    `INV-000042,USAGE,"'=HYPERLINK(""x"")",2026-03-01T00:00:00Z,2026-04-01T00:00:00Z,1234567.5,10000,1224567.5,,,-1.00,USD`,
    '',
  ]);
});

test('the page escapes every text, has no script, and groups digits without changing them', () => {
  const html = invoiceHtml(document);
  expect(html).toContain('Acme &lt;b&gt;&amp; Sons&lt;/b&gt;');
  expect(html).toContain('Pro &quot;plus&quot;');
  expect(html).not.toMatch(/<script|<b>|javascript:|http/i);
  expect(html).toContain('1,234,567.5');
  expect(html).toContain('0.000001');
  expect(html).toContain('<small>1,500 credits applied, 20 not covered</small>');
  expect(html).toContain('5.22 USD');
});
