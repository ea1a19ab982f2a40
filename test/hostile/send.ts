import { request } from 'node:http';
import { Readable } from 'node:stream';
import type { Sender, Sent } from './case.ts';

export type Reply = { readonly status: number; readonly text: string };

export type Door = { readonly url: string; readonly credentials: Readonly<Record<Sender, string | null>> };

const chunkBytes = 64 * 1024;

/** Sends it over a connection of its own. A server that answers before it has read everything has answered. */
export async function send(door: Door, sent: Sent, attempts = 5): Promise<Reply> {
  try {
    return await sendOnce(door, sent);
  } catch (error) {
    if (!isAnswerLost(error) || attempts === 1) throw error;
    return await send(door, sent, attempts - 1);
  }
}

/** Of a connection that is closed while we still write, TCP may lose the answer too. Node does so for too large headers. */
export function isAnswerLost(error: unknown): boolean {
  return ['EPIPE', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function sendOnce({ url, credentials }: Door, sent: Sent): Promise<Reply> {
  const { method = 'POST', path = '/graphql', headers = {}, body, chunked = false, as = 'admin' } = sent;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const credential = credentials[as];
  return await new Promise((resolve, reject) => {
    let replied = false;
    const sending = request(
      `${url}${path}`,
      {
        method,
        agent: false,
        headers: {
          ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
          ...(bytes === undefined || chunked ? {} : { 'content-length': String(bytes.length) }),
          ...headers,
        },
      },
      (response) => {
        replied = true;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
          sending.destroy();
        });
        response.on('error', reject);
      },
    );
    // Of what was still to be sent when the answer came.
    sending.on('error', (error) => replied || reject(error));
    if (bytes === undefined) sending.end();
    else if (chunked) Readable.from(piecesOf(bytes)).pipe(sending);
    else sending.end(bytes);
  });
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
