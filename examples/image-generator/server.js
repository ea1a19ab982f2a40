// The shop's backend. It holds the secret key; the page gets tokens for its own customer.

import { createServer } from 'node:http';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, MisuraNetworkError, MisuraRequestError } from '@misura/client';
import { BadRequest, cookieOf, filesOf, readJson, send } from './http.js';
import { createPainter } from './painter.js';
import { createPictures } from './pictures.js';
import { setUp } from './plans.js';
import { createRoutes, notFound, signIn } from './routes.js';

const { MISURA_KEY = '', MISURA_URL = 'http://localhost:4000/graphql' } = process.env;
const { HOST = '127.0.0.1', PORT = '3000', PICTURES_DIR = '.pictures', PAINT_MS = '900' } = process.env;

const misura = createClient({ url: MISURA_URL, key: MISURA_KEY });
const pictures = createPictures(resolve(PICTURES_DIR));
const shop = { misura, misuraUrl: MISURA_URL, pictures, paint: createPainter(Number(PAINT_MS)) };
const routes = createRoutes(shop);

const files = new Map([
  ...filesOf(fileURLToPath(new URL('public', import.meta.url)), ''),
  // Browsers load the modules of the client as they are in its package.
  ...filesOf(dirname(fileURLToPath(import.meta.resolve('@misura/client'))), '/client'),
]);

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<import('./http.js').Answer>}
 */
async function answer(request) {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = files.get(pathname === '/' ? '/index.html' : pathname);
  if (file !== undefined) return file;

  const [, id = ''] = /^\/images\/([\w-]{1,64})\.svg$/.exec(pathname) ?? [];
  const route = `${request.method} ${id === '' ? pathname : '/images/:id.svg'}`;
  const body = request.method === 'POST' ? await readJson(request) : {};
  if (route === 'POST /session') return await signIn(shop, body);

  const customer = cookieOf(request, 'customer');
  if (customer === null && route === 'GET /session') return { status: 200, body: null };
  if (customer === null) return { status: 401, body: { message: 'Say who you are first.' } };
  return (await routes[route]?.({ customer, id, body })) ?? notFound;
}

/**
 * @param {unknown} error
 * @returns {import('./http.js').Answer}
 */
function failed(error) {
  if (error instanceof BadRequest) return { status: 400, body: { message: error.message } };
  console.error(error);
  // Whoever sends the same request again will find it done, or have it done then.
  const passing = error instanceof MisuraNetworkError || (error instanceof MisuraRequestError && error.retryable);
  if (passing) return { status: 503, body: { message: 'The shop cannot count images just now.' } };
  return { status: 500, body: { message: 'Something is wrong in the shop.' } };
}

const server = createServer((request, response) => {
  void answer(request)
    .catch(failed)
    .then((given) => send(response, given));
});

try {
  if (MISURA_KEY === '') throw new Error('MISURA_KEY is not set. It takes a key with the scope ADMIN.');
  await setUp(misura);
  server.listen(Number(PORT), HOST, () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    console.log(`Tessera sells images at http://localhost:${port}`);
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  // What is being made is finished first. Connections that browsers only keep open would hold that up.
  process.once(signal, () => server.close().closeIdleConnections());
}
