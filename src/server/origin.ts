/**
 * Whether a page of this very server has sent the request, and no other page: then what the browser adds by itself, a
 * cookie, may count. Browsers say so; one that is too old for it, or comes over plain HTTP, names the page's origin instead.
 * What says neither is no page.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = request.headers.get('origin');
  return origin !== null && origin === originOf(request);
}

/** Whether a page of somewhere else has sent it. Programs, which are no pages, have not. */
export function isFromElsewhere(request: Request): boolean {
  return (request.headers.has('sec-fetch-site') || request.headers.has('origin')) && !isSameOrigin(request);
}

/** Whether it came over HTTPS, here or as far as the proxy in front. */
export function isSecure(request: Request): boolean {
  const forwarded = request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase();
  return (forwarded ?? new URL(request.url).protocol.replace(':', '')) === 'https';
}

/** The server as its pages know it; null if the request does not say. */
function originOf(request: Request): string | null {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  const url = `${isSecure(request) ? 'https' : 'http'}://${host}`;
  return URL.canParse(url) ? new URL(url).origin : null;
}
