import './scalars.ts';
import './roots.ts';
import './errors.ts';
import './node/queries.ts';
import './workspace/type.ts';
import './workspace/queries.ts';
import './keys/type.ts';
import './keys/queries.ts';
import './keys/mutations.ts';
import './customers/type.ts';
import './customers/queries.ts';
import './customers/mutations.ts';
import './meters/type.ts';
import './meters/queries.ts';
import './meters/mutations.ts';
import './meters/preview.ts';
import './events/type.ts';
import './events/queries.ts';
import './events/mutations.ts';
import './events/live.ts';
import './usage/type.ts';
import './usage/fields.ts';
import './usage/live.ts';
import { builder } from './builder.ts';

/** All nouns together. The imports above put their types and fields into the builder. */
export const schema = builder.toSchema();
