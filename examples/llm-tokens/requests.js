import { readFile } from 'node:fs/promises';

export const eventName = 'llm.request';

const columns = ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'];

/**
 * The rows of a CSV file as events, one for each request. The file does not say whose they are, so they are dealt out to
 * twenty customers. The number of its row makes an event the same one when the file is read again.
 *
 * @param {string} path
 * @returns {Promise<import('@misura/client').NewEvent[]>}
 */
export async function readRequests(path) {
  const [header = '', ...lines] = (await readFile(path, 'utf8')).trim().split(/\r?\n/);
  if (header !== columns.join(',')) throw new Error(`${path}: the first line has to be ${columns.join(',')}`);
  return lines.map((line, row) => {
    const [timestamp = '', contextTokens, generatedTokens] = line.split(',');
    if (!isCount(contextTokens) || !isCount(generatedTokens)) throw new Error(`${path}:${row + 2}: not two numbers`);
    return {
      id: String(row),
      name: eventName,
      customer: `c${String(row % 20).padStart(2, '0')}`,
      timestamp: `${timestamp.replace(' ', 'T')}Z`,
      properties: { contextTokens: Number(contextTokens), generatedTokens: Number(generatedTokens) },
    };
  });
}

/** @param {string | undefined} text */
function isCount(text) {
  return text !== undefined && /^\d{1,15}$/.test(text);
}
