import type { InvoiceDocument, LineDocument } from './document.ts';

/**
 * An invoice as a page to print: one file, no script, nothing from elsewhere. Every text of the workspace and of its
 * customers is escaped.
 */
export function invoiceHtml(invoice: InvoiceDocument): string {
  const { number, status, seller, customer, product, currency, periodStart, periodEnd, finalizedAt } = invoice;
  const title = number === null ? `Invoice (${status.toLowerCase()})` : `Invoice ${number}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${invoiceStyle}</style>
</head>
<body>
<main>
<header>
<div><p class="seller">${escaped(seller)}</p><h1>${escaped(title)}</h1></div>
<p class="status ${escaped(status.toLowerCase())}">${escaped(status)}</p>
</header>
<dl>
<div><dt>Billed to</dt><dd>${escaped(customer.name ?? customer.externalId)}${customer.email === null ? '' : `<br>${escaped(customer.email)}`}</dd></div>
<div><dt>Product</dt><dd>${escaped(product)}</dd></div>
<div><dt>Period</dt><dd>${day(periodStart)} to ${day(periodEnd)}</dd></div>
<div><dt>Issued</dt><dd>${finalizedAt === null ? 'not yet' : day(finalizedAt)}</dd></div>
</dl>
<table>
<thead><tr><th>Description</th><th>Quantity</th><th>Included</th><th>Billable</th><th>Amount (${escaped(currency)})</th></tr></thead>
<tbody>
${invoice.lines.map(row).join('\n')}
</tbody>
<tfoot><tr><th colspan="4">Total</th><td>${escaped(grouped(invoice.total))} ${escaped(currency)}</td></tr></tfoot>
</table>
<footer>${escaped(invoice.id)}</footer>
</main>
</body>
</html>
`;
}

// Of charges that are on the invoice for another reason than usually.
const labels = new Map([
  ['ADJUSTMENT', 'Adjustment'],
  ['REFUND', 'Refund'],
]);

function row(line: LineDocument): string {
  const about = line.from === null || line.to === null ? '' : `<small>${day(line.from)} to ${day(line.to)}</small>`;
  const how = line.tiers
    .filter((tier) => tier.quantity !== '0')
    .map((tier) => {
      const of = tier.value === null ? '' : `${escaped(String(tier.value))}: `;
      const flat = tier.flatAmount === '0' ? '' : ` + ${escaped(grouped(tier.flatAmount))}`;
      return `<small>${of}${escaped(grouped(tier.quantity))} × ${escaped(grouped(tier.unitAmount))}${flat}</small>`;
    });
  if (line.creditsApplied !== null) how.unshift(creditsNote(line.creditsApplied, line.creditsUncovered ?? '0'));
  const cells = [line.quantity, line.included, line.billable, line.amount].map(
    (value) => `<td>${value === null ? '' : escaped(grouped(value))}</td>`,
  );
  const label = labels.get(line.kind);
  const name = label === undefined ? line.name : `${label}: ${line.name}`;
  return `<tr><td>${escaped(name)}${about}${how.join('')}</td>${cells.join('')}</tr>`;
}

function creditsNote(applied: string, uncovered: string): string {
  const rest = uncovered === '0' ? '' : `, ${escaped(grouped(uncovered))} not covered`;
  return `<small>${escaped(grouped(applied))} credits applied${rest}</small>`;
}

/** 1234567.5 as 1,234,567.5: digits are only set apart, never changed. */
function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

function day(instant: string): string {
  return escaped(
    instant
      .replace('T', ' ')
      .replace(/(:00)?Z$/, ' UTC')
      .replace(' 00:00 UTC', ''),
  );
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** By itself, because a page that shows an invoice in a frame has to allow it: such a frame has the rules of its page. */
export const invoiceStyle = `
:root { color-scheme: light; font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; }
body { margin: 0; background: #f3f4f6; }
main { box-sizing: border-box; max-width: 50rem; margin: 2rem auto; padding: 3rem; background: #fff; }
header { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem; }
.seller { margin: 0; color: #57606a; }
h1 { margin: 0 0 1.5rem; font-size: 1.7rem; }
.status { margin: 0; padding: .2rem .7rem; border: 1px solid; border-radius: 1rem; font-size: .8rem; letter-spacing: .05em; }
.status.final { color: #116329; } .status.void { color: #b42318; } .status.draft, .status.upcoming { color: #8a4b00; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 1rem; margin: 0 0 2rem; }
dt { color: #57606a; font-size: .8rem; } dd { margin: 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .6rem .5rem; text-align: right; vertical-align: top; border-bottom: 1px solid #d8dee4; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { font-size: .8rem; color: #57606a; font-weight: 600; }
tfoot th, tfoot td { border-bottom: 0; font-size: 1.15rem; font-weight: 700; text-align: right; }
small { display: block; color: #57606a; }
footer { margin-top: 2.5rem; color: #8c959f; font-size: .75rem; }
@media (max-width: 40rem) { main { margin: 0; padding: 1.2rem; } th, td { padding: .5rem .25rem; font-size: .85rem; } }
@media print { body { background: none; } main { margin: 0; padding: 0; max-width: none; } tr { break-inside: avoid; } }
`;
