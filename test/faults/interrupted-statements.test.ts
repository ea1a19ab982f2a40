import { testInterruptedStatements } from './grid.ts';

// Those that close and open periods take some forty statements each; all of them are in test/long.
const billing = /Subscription$|^voidInvoice$|^advanceClock$/;

testInterruptedStatements((mutation) => (billing.test(mutation) ? 12 : 1));
