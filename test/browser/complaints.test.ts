import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { violations } from '../kit/accessibility.ts';
import { openPage, useBrowser } from '../kit/browser.ts';

useBrowser();

test('a page that fails, asks others or shuts people out is found out', async () => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(`<!doctype html><html lang="en"><title>Bad</title><main>
      <h1>Bad</h1><img src="http://elsewhere.example/picture.png">
      <script>console.error('said'); setTimeout(() => { throw new Error('thrown'); });</script></main></html>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const { page, complaints } = await openPage(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await expect.poll(() => complaints.join()).toContain('thrown');
  expect(complaints).toContain('said');
  expect(complaints).toContain('It asked http://elsewhere.example/picture.png');
  expect(await violations(page)).toEqual(['image-alt: <img src="http://elsewhere.example/picture.png">']);
});
