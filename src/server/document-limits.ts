import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  Lexer,
  type ParseOptions,
  parse,
  Source,
  type Token,
  TokenKind,
  type ValidationRule,
  validate,
  visit,
} from 'graphql';
import { refusal } from '../graphql/refusals.ts';
import { introspectionCost, introspectionCostMax } from './introspection-cost.ts';

// Events belong into variables, which this does not count. A document of 20,000 tokens is one that a person has not read.
const tokensMax = 20_000;

// Ten for each token. Blanks, comments and long texts cost little to read, but are kept with the parsed document.
const charactersMax = 200_000;

// The deepest that is answered has 15 levels of fields, with arguments of some 12 in the last.
const nestingMax = 64;

// GraphQL's own validation compares many of these with each other: 5,000 fields took a quarter of a second, these 30 ms.
const partsMax = 2_000;

const errorsMax = 20;

const counted: ReadonlySet<string> = new Set([
  Kind.FIELD,
  Kind.FRAGMENT_SPREAD,
  Kind.INLINE_FRAGMENT,
  Kind.ARGUMENT,
  Kind.DIRECTIVE,
  Kind.VARIABLE_DEFINITION,
  Kind.OPERATION_DEFINITION,
  Kind.FRAGMENT_DEFINITION,
]);

/**
 * Parses a document that is worth validating. Throws QUERY_TOO_LARGE for one that is too long, too deep or has too many
 * parts, at no greater cost than reading it that far.
 */
export function parseWithinLimits(text: string, options: ParseOptions): DocumentNode {
  if (text.length > charactersMax) {
    throw tooLarge(`A document has at most ${charactersMax} characters. Put values into variables.`);
  }
  const source = new Source(text);
  const document = parse(source, { ...options, lexer: new LimitedLexer(source) });
  let parts = 0;
  visit(document, {
    enter({ kind }) {
      if (counted.has(kind)) parts += 1;
    },
  });
  if (parts > partsMax) {
    throw tooLarge(
      `A document has at most ${partsMax} fields, fragments, arguments, variables and directives together; this one has ${parts}.`,
    );
  }
  return document;
}

/**
 * Validates until 20 things are wrong. Each is compared with every name it could have been meant for, and with a hundred of
 * them, GraphQL's own limit, a document of 8 KB took 40 ms.
 */
export function validateWithinLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules?: readonly ValidationRule[],
): readonly GraphQLError[] {
  const errors = validate(schema, document, rules, { maxErrors: errorsMax });
  // Only of a valid document, in which no fragment spreads itself.
  if (errors.length > 0 || introspectionCost(document) <= introspectionCostMax) return errors;
  return [tooLarge('This query asks for more of the schema than all of it. Ask for each thing once.')];
}

/** Stops where the document becomes too long or too deep. GraphQL's parser calls itself: 5,000 levels exhaust the stack. */
class LimitedLexer extends Lexer {
  #tokens = 0;
  #nesting = 0;

  override advance(): Token {
    const token = super.advance();
    this.#tokens += 1;
    if (this.#tokens > tokensMax) {
      throw tooLarge(`A document has at most ${tokensMax} tokens. Put values into variables.`);
    }
    switch (token.kind) {
      case TokenKind.BRACE_L:
      case TokenKind.BRACKET_L:
      case TokenKind.PAREN_L:
        this.#nesting += 1;
        if (this.#nesting > nestingMax) throw tooLarge(`A document is nested at most ${nestingMax} levels deep.`);
        break;
      case TokenKind.BRACE_R:
      case TokenKind.BRACKET_R:
      case TokenKind.PAREN_R:
        this.#nesting -= 1;
        break;
    }
    return token;
  }
}

function tooLarge(message: string) {
  return refusal('QUERY_TOO_LARGE', message);
}
