import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export type Variables = Readonly<Record<string, string>>;

/** A terminal in which a reader follows a document: what one block sets, the next one has. */
export type Terminal = {
  /** Runs commands to their end, and gives what they print. Throws if the last one fails. */
  run(commands: string): Promise<string>;
  close(): Promise<void>;
};

/** Ends what a block prints, with the status of its last command. */
const mark = /^--- (\d+)\n/m;

export function openTerminal(env: Variables = {}): Terminal {
  const shell = spawn('bash', [], options(env));
  const printed = listen(shell);
  return {
    async run(commands) {
      const from = printed.text().length;
      shell.stdin.write(`${commands}\nprintf -- '--- %s\\n' $?\n`);
      const status = await printed.until(mark, from);
      const text = printed.text().slice(from);
      if (status !== '0') throw new Error(`${commands}${text}`);
      return text.slice(0, text.search(mark));
    },
    async close() {
      shell.stdin.end();
      await printed.ended;
    },
  };
}

/** A command that goes on until somebody stops it. */
export type LongCommand = {
  readonly pid: number;
  /** Resolves when it has printed this; throws if it ends before. */
  until(pattern: RegExp): Promise<string>;
  /** Sends a signal to it and all it has started, as Ctrl-C does, and waits until they have ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
};

export function startCommand(commands: string, env: Variables = {}): LongCommand {
  const shell = spawn('bash', ['-c', commands], { ...options(env), detached: true });
  const printed = listen(shell);
  const pid = shell.pid as number;
  return {
    pid,
    until: (pattern) => printed.until(pattern, 0),
    async stop(signal = 'SIGINT') {
      try {
        process.kill(-pid, signal);
      } catch {}
      await printed.ended;
    },
  };
}

/** None of our own settings, as it is for somebody who has just opened a terminal. */
function options(env: Variables) {
  const clean = Object.entries(process.env).filter(([name]) => !/^(MISURA_|PORT$|HOST$|DATABASE|NODE_ENV)/.test(name));
  return { cwd: root, env: { ...Object.fromEntries(clean), ...env }, stdio: 'pipe' } as const;
}

function listen(child: ChildProcess) {
  let text = '';
  let notice = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      text += data;
      notice();
    });
  }
  // When nobody holds its output any more: what it has started may outlive it for a moment.
  const ended = once(child, 'close');
  return {
    ended,
    text: () => text,
    async until(pattern: RegExp, from: number): Promise<string> {
      const over = ended.then(() => 'over' as const);
      for (;;) {
        const more = new Promise<void>((resolve) => (notice = resolve));
        const found = pattern.exec(text.slice(from));
        if (found !== null) return found[1] ?? found[0];
        if ((await Promise.race([more, over])) === 'over' && !pattern.test(text.slice(from))) {
          throw new Error(`It ended before it printed ${pattern}:\n${text.slice(from)}`);
        }
      }
    },
  };
}
