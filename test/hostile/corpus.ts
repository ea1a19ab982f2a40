import { bodies } from './bodies.ts';
import type { HostileCase } from './case.ts';
import { documents } from './documents.ts';
import { events } from './events.ts';
import { introspections } from './introspections.ts';
import { texts } from './texts.ts';
import { tokens } from './tokens.ts';
import { values } from './values.ts';

/** Everything that is sent to a server to see it refused, by what is wrong with it. */
export const corpus: readonly (readonly [family: string, cases: readonly HostileCase[]])[] = [
  ['bodies', bodies],
  ['documents', documents],
  ['introspection', introspections],
  ['values', values],
  ['texts', texts],
  ['events', events],
  ['tokens of customers', tokens],
];
