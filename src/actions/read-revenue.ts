import { Decimal } from '../core/decimal.ts';
import { compareText } from '../core/text.ts';
import type { Database } from '../store/database.ts';
import { listDrafts, type RevenueFilter, sumFinalInvoices } from '../store/revenue.ts';
import { type Invoice, readInvoices } from './read-invoices.ts';

/** What was invoiced in one currency. */
export type Revenue = {
  readonly currency: string;
  readonly final: Decimal;
  /** Null where there are more than 1,000 drafts, of whatever currency. */
  readonly draft: Decimal | null;
  readonly invoiceCount: number;
};

// Their lines are worked out together: few enough that what they are worked out from fits into memory.
const draftsAtOnce = 200;
// Each is worked out with all earlier periods of its subscription, which late events may have changed: with three years of
// them, 1,000 take some seconds.
const draftsMax = 1_000;

/**
 * What was invoiced, by currency in alphabetical order; void invoices left out. Of one moment: an invoice that becomes
 * final meanwhile is a draft, and nothing besides.
 */
export async function readRevenue(database: Database, filter: RevenueFilter): Promise<Revenue[]> {
  return await database.snapshot(async (client) => {
    const finals = await sumFinalInvoices(client, filter);
    const rows = await listDrafts(client, filter);
    const drafts: Invoice[] = [];
    for (let i = 0; i < rows.length && rows.length <= draftsMax; i += draftsAtOnce) {
      drafts.push(...(await readInvoices(client, filter.workspaceId, rows.slice(i, i + draftsAtOnce))));
    }
    const currencies = [...new Set([...finals, ...rows].map(({ currency }) => currency))];
    return currencies.sort(compareText).map((currency) => {
      const final = finals.find((one) => one.currency === currency);
      const ofCurrency = drafts.filter((draft) => draft.currency === currency);
      const count = rows.filter((row) => row.currency === currency).length;
      return {
        currency,
        final: final?.sum ?? zero,
        draft: rows.length > draftsMax ? null : ofCurrency.reduce((sum, { total }) => sum.plus(total), zero),
        invoiceCount: (final?.count ?? 0) + count,
      };
    });
  });
}

const zero = new Decimal(0);
