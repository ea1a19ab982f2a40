/**
 * What `load` of a type gives for an id that is nobody's. GraphQL takes null for a node that is not there; the plugin's types
 * know only rows and errors, and an error would be told.
 */
export const missingNode = null as never;
