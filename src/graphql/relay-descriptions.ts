/** The field with the list of items costs no more for being one: the connection has been counted by its size. */
export const itemsCost = { field: 1, multiplier: 1 };

/** What Relay's own types and arguments say of themselves. */
export const relayDescriptions = {
  nodeTypeOptions: { description: 'Anything with a global id. `Query.node` finds it again by that id.' },
  idFieldOptions: { description: 'The global id, the same for ever. Opaque: do not take it apart.' },
  pageInfoTypeOptions: { description: 'Where a page lies within its list.' },
  hasNextPageFieldOptions: { description: 'Whether there is more after this page.' },
  hasPreviousPageFieldOptions: { description: 'Whether there is more before this page.' },
  startCursorFieldOptions: { description: 'The cursor of the first item, for `before`. Null on an empty page.' },
  endCursorFieldOptions: { description: 'The cursor of the last item, for `after`. Null on an empty page.' },
  cursorFieldOptions: { description: 'The place of this item in the list, for `after` and `before`. Opaque.' },
  nodeFieldOptions: { description: 'The item itself.' },
  edgesFieldOptions: { description: 'The items of this page, each with its cursor.', complexity: itemsCost },
  pageInfoFieldOptions: { description: 'Where this page lies within the list.' },
  firstArgOptions: {
    description: 'How many items at most, from the start of the list or after `after`: 1 to 200. Default 50.',
  },
  afterArgOptions: { description: 'Only items after this cursor.' },
  lastArgOptions: { description: 'How many items at most, from the end of the list or before `before`: 1 to 200.' },
  beforeArgOptions: { description: 'Only items before this cursor.' },
};
