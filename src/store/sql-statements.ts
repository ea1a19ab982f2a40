/**
 * The statements of an SQL file, in order, without those that are only white space or comments.
 *
 * A semicolon ends a statement unless it is inside quotes, a quoted name, a dollar-quoted body or a comment.
 */
export function sqlStatements(text: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let hasCode = false;
  let at = 0;
  while (at < text.length) {
    const skipped = skipQuoted(text, at);
    if (skipped > at) {
      hasCode ||= !isComment(text, at);
      at = skipped;
      continue;
    }
    if (text[at] === ';') {
      if (hasCode) statements.push(text.slice(start, at).trim());
      start = at + 1;
      hasCode = false;
    } else if (!/\s/.test(text[at] as string)) {
      hasCode = true;
    }
    at += 1;
  }
  if (hasCode) statements.push(text.slice(start).trim());
  return statements;
}

function isComment(text: string, at: number): boolean {
  return text.startsWith('--', at) || text.startsWith('/*', at);
}

/** Where the comment or the quoted text that begins at `at` ends; `at` itself if none begins there. */
function skipQuoted(text: string, at: number): number {
  if (text.startsWith('--', at)) return endAfter(text, '\n', at);
  if (text.startsWith('/*', at)) return skipBlockComment(text, at);
  const quote = text[at];
  if (quote === '"') return skipString(text, at, quote, false);
  if (quote === "'")
    return skipString(text, at, quote, /[eE]/.test(text[at - 1] ?? '') && !/\w/.test(text[at - 2] ?? ''));
  if (quote === '$' && !/\w/.test(text[at - 1] ?? '')) {
    const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(text.slice(at, at + 70))?.[0];
    if (tag !== undefined) return endAfter(text, tag, at + tag.length);
  }
  return at;
}

function endAfter(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

/** A doubled quote belongs to the text, and so does one behind a backslash in an E'' string. */
function skipString(text: string, at: number, quote: string, backslashes: boolean): number {
  for (let i = at + 1; i < text.length; i += 1) {
    if (backslashes && text[i] === '\\') i += 1;
    else if (text[i] === quote && text[i + 1] === quote) i += 1;
    else if (text[i] === quote) return i + 1;
  }
  return text.length;
}

/** PostgreSQL nests block comments. */
function skipBlockComment(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    if (text.startsWith('/*', i)) {
      depth += 1;
      i += 1;
    } else if (text.startsWith('*/', i)) {
      depth -= 1;
      i += 1;
      if (depth === 0) return i + 1;
    }
  }
  return text.length;
}
