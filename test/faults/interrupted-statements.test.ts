import { testInterruptedStatements } from './grid.ts';

// Those that close and open periods take some forty statements each; all of them are in test/long.
const billing = /Subscription$|^voidInvoice$|^advanceClock$/;

testInterruptedStatements((mutation) => ({
  before: billing.test(mutation) ? 12 : 1,
  after: { side: 'AFTER_LASTING', step: billing.test(mutation) ? 4 : 1 },
}));
