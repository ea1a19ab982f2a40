// As much of HTTP as a small shop needs.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ status: number, body: unknown, headers?: Record<string, string> }} Answer */

/** What the caller did wrong, to be told to them. */
export class BadRequest extends Error {}

const bodyBytesMax = 10_000;

/**
 * The JSON object that was sent.
 *
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readJson(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > bodyBytesMax) throw new BadRequest('This is too long.');
  }
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new BadRequest('This is not JSON.');
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {string} name
 */
export function cookieOf(request, name) {
  const found = (request.headers.cookie ?? '').split('; ').find((cookie) => cookie.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? null;
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {Answer} answer
 */
export function send(response, { status, body, headers = {} }) {
  const isJson = typeof body !== 'string' && !Buffer.isBuffer(body);
  const type = isJson ? 'application/json' : 'text/plain; charset=utf-8';
  const always = { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  response.writeHead(status, { ...always, ...headers });
  response.end(isJson ? JSON.stringify(body) : body);
}

/** @type {Record<string, string>} */
const contentTypes = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * The files of a folder as answers, by their paths below `prefix`. They are read once.
 *
 * @param {string} folder
 * @param {string} prefix
 * @returns {Map<string, Answer>}
 */
export function filesOf(folder, prefix) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.flatMap(({ parentPath, name }) => {
      const path = join(parentPath, name);
      const type = contentTypes[name.split('.').pop() ?? ''];
      if (type === undefined) return [];
      const url = prefix + path.slice(folder.length).replaceAll('\\', '/');
      const headers = { 'content-type': type, 'cache-control': 'no-cache' };
      return [[url, { status: 200, body: readFileSync(path), headers }]];
    }),
  );
}
