/** What a case can do before its mutation, by a way that is never cut. */
export type Ask = <T>(query: string, variables?: Record<string, unknown>) => Promise<T>;

/** One mutation, done to things of its own: everything it touches has the tag in its name. */
export type FaultCase = {
  /** Makes what the mutation needs, and gives its input. */
  readonly prepare: (tag: string, ask: Ask) => Promise<Record<string, unknown>>;
  /** What is to be the same after a mutation that was interrupted and sent again as after one that was not. */
  readonly state: (tag: string) => string;
  /** What besides its payload a second request may get that comes after a first one which was done but not answered. */
  readonly doneAlready?: readonly string[];
  /** Without any key to know it by, a second request does it a second time. */
  readonly repeats?: true;
};

/** Throws unless a mutation gave its payload, of which it gives `select`. */
export async function mutate<T>(ask: Ask, name: string, input: Record<string, unknown>, select = ''): Promise<T> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const { r } = await ask<{ r: T & { __typename: string } }>(
    `mutation ($input: ${type}Input!) { r: ${name}(input: $input) { __typename ... on ${type}Payload { ${select || '__typename'} } ... on Error { message } } }`,
    { input },
  );
  if (r.__typename !== `${type}Payload`) throw new Error(JSON.stringify(r));
  return r;
}
