import { fstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { UsageError } from '../usage-error.ts';

export type Input = {
  readonly name: string;
  readonly bytes: Readable;
  /** Null if nobody can know: of a pipe. */
  readonly byteCount: number | null;
  readonly bytesRead: () => number;
};

/** A file, or standard input for null. Throws UsageError if there is no such file. */
export async function openInput(file: string | null): Promise<Input> {
  const { source, byteCount } = file === null ? standardInput() : await openFile(file);
  let read = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.byteLength;
      done(null, chunk);
    },
  });
  source.on('error', (error) => counter.destroy(error));
  return { name: file ?? 'standard input', bytes: source.pipe(counter), byteCount, bytesRead: () => read };
}

function standardInput(): { source: Readable; byteCount: number | null } {
  const stat = fstatSync(0);
  return { source: process.stdin, byteCount: stat.isFile() ? stat.size : null };
}

async function openFile(file: string): Promise<{ source: Readable; byteCount: number | null }> {
  try {
    const handle = await open(file);
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new Error('it is a folder');
    return { source: handle.createReadStream(), byteCount: stat.isFile() ? stat.size : null };
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}
