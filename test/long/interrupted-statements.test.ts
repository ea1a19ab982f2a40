import { testInterruptedStatements } from '../faults/grid.ts';

testInterruptedStatements(() => 1);
