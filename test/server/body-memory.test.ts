import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { serveCli } from '../kit/cli.ts';
import { createTestDatabase } from '../kit/database.ts';

const bodyBytes = 20_000_000;
const key = 'a-key-of-this-test';

/** In megabytes: now, or the most there ever was. */
function residentMb(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const line = new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1000;
}

// Kept alive: a server may close a connection that is not to be kept before its answer has been read.
const agent = new Agent({ keepAlive: true });

type Outcome = { status: number; code: string | undefined; retryAfter: string | undefined };

/** Sends the body piece by piece, however much of it is wanted, and reads the answer whenever it comes. */
function post(url: string, headers: Record<string, string>, pieces: Iterable<Buffer>): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', ...headers },
    });
    // Once it is answered nobody reads the rest, and Node says so.
    let answered = false;
    sent.on('error', (error) => (answered ? undefined : reject(error)));
    sent.on('response', (response) => {
      answered = true;
      let text = '';
      response.on('data', (data) => (text += data));
      response.on('end', () => {
        const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
        const { statusCode = 0, headers: got } = response;
        resolve({ status: statusCode, code: errors?.[0]?.extensions.code, retryAfter: got['retry-after'] });
        sent.destroy();
      });
    });
    const iterator = pieces[Symbol.iterator]();
    const more = (): void => {
      for (;;) {
        const { value, done } = iterator.next();
        if (sent.destroyed) return;
        if (done) return void sent.end();
        if (!sent.write(value)) return void sent.once('drain', more);
      }
    };
    more();
  });
}

/** A request of so many bytes that asks next to nothing, with `filling` again and again as a variable nobody wants. */
function* body(filling: string): Iterable<Buffer> {
  const head = Buffer.from('{"query":"{ workspace { mode } }","variables":{"a":[');
  const tail = Buffer.from(`${filling}]}}`);
  const piece = Buffer.from(`${filling},`.repeat(Math.floor(65_536 / (filling.length + 1))));
  yield head;
  const left = bodyBytes - head.length - tail.length;
  for (let i = 0; i < Math.floor(left / piece.length); i++) yield piece;
  yield Buffer.alloc(left % piece.length, 0x20);
  yield tail;
}

async function server(env: Record<string, string> = {}) {
  const { url: databaseUrl, drop } = await createTestDatabase();
  const cli = await serveCli({ DATABASE_URL: databaseUrl, MISURA_BOOTSTRAP_KEY: key, ...env });
  return {
    url: cli.url,
    pid: cli.child.pid as number,
    async close() {
      cli.child.kill('SIGTERM');
      await cli.ended;
      await drop();
    },
  };
}

async function flood(env: Record<string, string>, count: number, filling: string, headers: Record<string, string>) {
  const { url, pid, close } = await server(env);
  const before = residentMb(pid, 'VmRSS');
  const outcomes = await Promise.all(Array.from({ length: count }, () => post(url, headers, body(filling))));
  const grownMb = residentMb(pid, 'VmHWM') - before;
  // It has come through, and has everything to give again.
  expect(
    await post(url, { authorization: `Bearer ${key}` }, [Buffer.from('{"query":"{ workspace { mode } }"}')]),
  ).toEqual({
    status: 200,
  });
  await close();
  return { outcomes, grownMb };
}

const taken = { status: 200, code: undefined, retryAfter: undefined };
const refused = { status: 503, code: 'OVERLOADED', retryAfter: '1' };
const authorization = `Bearer ${key}`;
const length = { 'content-length': `${bodyBytes}` };
const kinds = (outcomes: readonly Outcome[]) => [...new Set(outcomes.map((outcome) => JSON.stringify(outcome)))].sort();

// The default of MISURA_BODIES_MAX_MB.
const boundMb = 67.1;

describe.runIf(process.platform === 'linux')('bodies of 20 MB, all at once', () => {
  test.each([
    ['30 of text', 30, `"${'x'.repeat(200)}"`, { authorization, ...length }, 8],
    // As dense as JSON gets: three bytes of it become forty.
    ['5 of empty lists', 5, '[]', { authorization, ...length }, 20],
    ['30 of a length that nobody has said', 30, `"${'x'.repeat(200)}"`, { authorization }, 8],
  ])('%s: those beyond the bound get a 503 and a time', async (_name, count, filling, headers, times) => {
    const { outcomes, grownMb } = await flood({}, count, filling, headers);
    expect(kinds(outcomes)).toEqual([taken, refused].map((outcome) => JSON.stringify(outcome)));
    expect(grownMb).toBeLessThan(boundMb * times);
  });

  test('without a credential not even one is read', async () => {
    const { outcomes, grownMb } = await flood({}, 30, '[]', length);
    expect(kinds(outcomes)).toEqual([JSON.stringify({ status: 401, code: 'UNAUTHENTICATED' })]);
    expect(grownMb).toBeLessThan(2 * boundMb);
  });

  test('the bound is a setting', async () => {
    const { outcomes } = await flood({ MISURA_BODIES_MAX_MB: '43' }, 3, `"${'x'.repeat(200)}"`, {
      authorization,
      ...length,
    });
    expect(kinds(outcomes)).toEqual([taken, refused].map((outcome) => JSON.stringify(outcome)));
  });
});
