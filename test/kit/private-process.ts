import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { areRoot, systemAccount } from '../../src/store/embedded/account.ts';

/** Whom a server runs as that refuses to be root; nobody else where we are not root. */
export function serverAccount(): { uid?: number; gid?: number } {
  return areRoot() ? systemAccount() : {};
}

export function giveTo(folder: string, { uid, gid }: { uid?: number; gid?: number }): void {
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts a server and waits until it takes connections at `port`. Gives what ends it. Throws what it said if it ended. */
export async function startPrivate(
  program: string,
  args: readonly string[],
  port: number,
  account: { uid?: number; gid?: number },
): Promise<(signal?: NodeJS.Signals) => Promise<void>> {
  const child = spawn(program, args, { ...account, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output = `${output}${data}`.slice(-10_000)));
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${output}`);
    await delay(20);
  }
  return async (signal = 'SIGTERM') => {
    process.off('exit', onExit);
    await end(child, signal);
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
