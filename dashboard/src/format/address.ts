/**
 * Any text as one part of a path: `a/b` becomes `a~2Fb`. With `~` in place of `%`, because routers and proxies decode a path
 * once more than they should, and then a customer called `a%2Fb` would be another one; and browsers walk up at `..`.
 */
export function pathPart(text: string): string {
  const encoded = encodeURIComponent(text).replaceAll('~', '%7E').replaceAll('%', '~');
  return /^\.+$/.test(encoded) ? encoded.replaceAll('.', '~2E') : encoded;
}

/** What `pathPart` was given. Whatever it has not made is given back as it is. */
export function fromPathPart(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('%', '%25').replaceAll('~', '%'));
  } catch {
    return part;
  }
}
