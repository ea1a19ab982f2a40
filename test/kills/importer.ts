import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export type Failed = { readonly name: string; readonly code: string | null; readonly status: number | null };

export type Import = {
  readonly url: string;
  readonly key: string;
  readonly file: string;
  readonly part: number;
  readonly parts: number;
};

/** One importer, which may be killed and goes on after the last row that was acknowledged to it. */
export type Importer = {
  /** Rows of its part. */
  readonly acknowledged: () => number;
  allow(rows: number): void;
  /** Resolves when so many rows of its part are acknowledged. Throws if it ended by itself. */
  reached(rows: number): Promise<void>;
  killAndRestart(): Promise<void>;
};

const program = fileURLToPath(new URL('importer.mjs', import.meta.url));
// Several requests a step, so that a kill falls between two of them, too.
const rowsAtOnce = 5;

export function startImporter(
  job: Import,
  { failures, rejections }: { failures: Failed[]; rejections: string[] },
): Importer {
  let acknowledged = 0;
  let allowed = 0;
  const waiting: (() => void)[] = [];
  const notice = () => {
    for (const wake of waiting.splice(0)) wake();
  };
  let broken: string | null = null;
  let current = start();

  function start() {
    const child = spawn(process.execPath, [program, JSON.stringify({ ...job, from: acknowledged, rowsAtOnce })], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (data) => (said += data));
    // It may be killed while it is written to.
    child.stdin.on('error', () => {});
    createInterface(child.stdout).on('line', (line) => {
      const fact = JSON.parse(line) as { acknowledged?: number; failed?: Failed; rejected?: string };
      if (fact.acknowledged !== undefined) acknowledged = fact.acknowledged;
      if (fact.failed !== undefined) failures.push(fact.failed);
      if (fact.rejected !== undefined) rejections.push(fact.rejected);
      notice();
    });
    const ended = once(child, 'close').then(([code, signal]) => {
      if (signal !== 'SIGKILL') broken = `An importer ended by itself with ${code ?? signal}: ${said}`;
      notice();
    });
    if (allowed > 0) child.stdin.write(`${allowed}\n`);
    return { child, ended };
  }
  const kill = async () => {
    current.child.kill('SIGKILL');
    await current.ended;
  };
  onTestFinished(kill);
  return {
    acknowledged: () => acknowledged,
    allow(rows) {
      allowed = rows;
      current.child.stdin.write(`${rows}\n`);
    },
    async reached(rows) {
      while (acknowledged < rows) {
        if (broken !== null) throw new Error(broken);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    async killAndRestart() {
      await kill();
      current = start();
    },
  };
}
