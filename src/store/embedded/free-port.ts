import { once } from 'node:events';
import { createServer } from 'node:net';
import { EmbeddedUnavailable } from './errors.ts';

const [first, count] = [20_000, 10_000];
const attemptsMax = 100;

/**
 * A port of 127.0.0.1 that nobody has now. Below those that the system gives to connections, any of which could take it
 * while PostgreSQL is dead: it comes back at the port that all our connections know. Throws EmbeddedUnavailable.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const port = first + Math.floor(Math.random() * count);
    const probe = createServer().listen(port, '127.0.0.1');
    const free = await Promise.race([
      once(probe, 'listening').then(() => true),
      once(probe, 'error').then(() => false),
    ]);
    if (!free) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
  throw new EmbeddedUnavailable(`No port of 127.0.0.1 from ${first} to ${first + count - 1} can be listened at.`);
}
