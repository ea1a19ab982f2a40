import { builder } from './builder.ts';

builder.queryType({
  description:
    'What can be read. Needs a key with the scope READ; fields that say so also take a customer token. What belongs to another workspace does not exist here.',
});

builder.mutationType({
  description:
    'What can be changed. Every mutation answers with its payload or with one of the errors its result names; anything else is a top-level error.',
});

builder.subscriptionType({
  description:
    'Live fields, over server-sent events: the first message is the present state, each later one the state after a change was committed.',
});
