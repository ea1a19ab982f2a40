import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Says so when the variables or extensions of a URL or a form are no JSON. Yoga takes only those of a JSON body for the caller's. */
export function useUrlParameters(): Plugin {
  return {
    onRequestParse({ requestParser, setRequestParser }) {
      if (requestParser === undefined) return;
      setRequestParser(async (request) => {
        try {
          return await requestParser(request);
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          throw new GraphQLError('The variables and the extensions of a request must be JSON.', {
            extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
          });
        }
      });
    },
  };
}
