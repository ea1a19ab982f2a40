import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { invoiceStyle } from '../core/invoices/html.ts';
import type { Handler } from './http.ts';

/** Where the dashboard's pages are, once they are built; the same from src/ and from dist/. */
export const dashboardFolder = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

// The API's own, which no page can have. Everything else is the dashboard's, whatever it calls its pages.
const apiPath = /^\/(graphql|session|health|ready|metrics)(?=[/?]|$)/;

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('base64');

/** Nothing from anywhere else, nothing inline but the style of an invoice, and no frame around it. */
const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    // An invoice is printed out of a frame that is given its HTML, and has the policy of the page around it.
    `style-src 'self' 'sha256-${sha256(invoiceStyle)}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * The API with the dashboard beside it. Who asks for a page gets the dashboard's, whose own script knows what is at that
 * address; below /customer that of a customer. Files that do not exist, and everything if it is not built, are left to the
 * API, which says that they are not there.
 *
 * Files are found once, at the start: whoever builds them again starts the server again. A path is looked up among those
 * that were found, so none leads out of the folder.
 */
export function withDashboard(api: Handler, folder: string): Handler {
  if (!existsSync(join(folder, 'index.html'))) return api;
  const files = sirv(folder, { etag: true, brotli: true, gzip: true, setHeaders });
  return (request, response) => {
    const leave = () => void api(request, response);
    if (!isForFiles(request)) return leave();
    // A file is sent whole: the library ends the process over a range that ends before it begins.
    delete request.headers.range;
    // And over a file that has gone since.
    response.once('pipe', (file) => file.once('error', () => response.destroy()));
    files(request, response, () => {
      const page = pageFor(request);
      if (page === null) return leave();
      request.url = page;
      files(request, response, leave);
    });
  };
}

function isForFiles({ method, url = '' }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && url.startsWith('/') && !apiPath.test(url);
}

/** What is there for somebody who goes to this address in a browser; null for what no page is wanted of. */
function pageFor({ headers, url = '' }: IncomingMessage): string | null {
  if (url.startsWith('/assets/') || !headers.accept?.includes('text/html')) return null;
  return /^\/customer(?=[/?]|$)/.test(url) ? '/customer.html' : '/index.html';
}

function setHeaders(response: ServerResponse, path: string): void {
  for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
  // Their names change with what is in them.
  const caching = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.setHeader('cache-control', caching);
}
