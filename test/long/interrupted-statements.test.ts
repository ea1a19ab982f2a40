import { testInterruptedStatements } from '../faults/grid.ts';

testInterruptedStatements(() => ({ before: 1, after: { side: 'AFTER', step: 1 } }));
