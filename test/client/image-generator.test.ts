import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Client, createClient } from '@misura/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startTestServer, type TestServer } from '../kit/server.ts';
import { type Shop, startShop } from '../kit/shop.ts';

let server: TestServer;
let misura: Client;
let pictures: string;
let shop: Shop;

beforeAll(async () => {
  server = await startTestServer();
  misura = createClient({ url: `${server.url}/graphql`, key: server.adminKey });
  pictures = await mkdtemp(join(tmpdir(), 'misura-pictures-'));
  shop = await startShop(server, pictures);
});
afterAll(async () => {
  await shop.stop();
  await server.close();
  await rm(pictures, { recursive: true });
});
