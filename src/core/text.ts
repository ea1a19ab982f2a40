const lengthMax = 255;
const printableAscii = /^[ -~]{1,255}$/;
const controlCharacter = /\p{Cc}/u;
const loneSurrogate = /\p{Cs}/u;

/**
 * What keeps a text from being an id, a name or a path: it must have 1 to 255 characters, none of them a control
 * character, and be well-formed Unicode. Null if nothing does. Characters are code points: an emoji counts as one.
 */
export function textProblem(text: string): string | null {
  if (printableAscii.test(text)) return null;
  if (text === '') return 'must not be empty';
  // A code point is at most two code units. Checked first, so that a megabyte is not walked to be refused.
  if (text.length > 2 * lengthMax || [...text].length > lengthMax) return `must have at most ${lengthMax} characters`;
  if (controlCharacter.test(text)) return 'must not contain control characters';
  if (loneSurrogate.test(text)) return 'must be well-formed Unicode: it contains half of a surrogate pair';
  return null;
}

/**
 * Whether anything could be called this: what was refused as a name when it came in names nothing. Look-ups ask here
 * first, because PostgreSQL takes no NUL as a parameter, and would take half of a surrogate pair for a U+FFFD.
 */
export function canName(text: string): boolean {
  return textProblem(text) === null;
}

/** What PostgreSQL could not store in a text or in JSON. Null if it can. */
export function storageProblem(text: string): string | null {
  if (text.includes('\u0000')) return 'must not contain the character NUL (U+0000)';
  if (loneSurrogate.test(text)) return 'must be well-formed Unicode: it contains half of a surrogate pair';
  return null;
}

/**
 * Order by code point: negative, 0 or positive. It is the order of the UTF-8 bytes, which PostgreSQL's collation "C"
 * uses; JavaScript's `<` compares UTF-16 code units instead, and puts U+1F600 before U+FF5E.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other code unit, so they are moved behind U+FFFF. */
function codePointRank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}
