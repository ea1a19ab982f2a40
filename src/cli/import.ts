import { createClient, MisuraRequestError } from '@misura/client';
import { readClientSettings } from '../server/config.ts';
import { dryRun } from './import/dry-run.ts';
import { eventOfRow } from './import/event-of-row.ts';
import { importHelp } from './import/help.ts';
import { type Input, openInput } from './import/open-input.ts';
import { type ImportOptions, parseImportOptions } from './import/options.ts';
import { showProgress } from './import/progress.ts';
import { readCsv, UnreadableCsv } from './import/read-csv.ts';
import { readNdjson } from './import/read-ndjson.ts';
import { sendRows } from './import/send-rows.ts';
import { summaryText } from './import/summary.ts';
import { createCounting } from './import/tally.ts';
import { UsageError } from './usage-error.ts';

/**
 * Records the rows of a file as events. Gives the exit code: 1 if anything was rejected or failed, 2 if it was called in
 * a wrong way, 130 if it was interrupted.
 */
export async function importCommand(args: readonly string[]): Promise<number> {
  try {
    const options = parseImportOptions(args);
    if (options.help) {
      console.log(importHelp);
      return 0;
    }
    const client = options.dryRun ? null : connect(options);
    const input = await openInput(options.file);
    const read = options.format === 'csv' ? await readCsv(input.bytes, options.delimiter) : readNdjson(input.bytes);
    const eventOf = eventOfRow(options.mapping, read.header);
    if (client === null) return await dryRun(read.rows, { eventOf, skip: options.skip });
    return await run(client, input, read.rows, options, eventOf);
  } catch (error) {
    console.error(messageOf(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

async function run(
  client: ReturnType<typeof connect>,
  input: Input,
  rows: Parameters<typeof sendRows>[1],
  { createCustomers, batchSize, skip }: ImportOptions,
  eventOf: ReturnType<typeof eventOfRow>,
): Promise<number> {
  const counting = createCounting();
  const interrupt = new AbortController();
  const onSignal = () => {
    // The second one insists.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
    input.bytes.destroy();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const startedAtMs = performance.now();
  const progress = showProgress(input, counting.now, () => input.bytes.readableEnded);
  let failure: unknown = null;
  try {
    await sendRows(client, rows, counting, {
      eventOf,
      createCustomers,
      batchSize,
      skip,
      onFailure({ error, retryInMs }) {
        // What the key is not good for, it will not be good for in a second.
        if (isRefused(error)) return;
        progress.trouble(`trying again in ${Math.ceil(retryInMs / 1000)} s: ${messageOf(error)}`);
      },
      signal: interrupt.signal,
    });
  } catch (error) {
    failure = error;
  } finally {
    progress.stop();
  }
  const tally = counting.now();
  console.log(summaryText(tally, (performance.now() - startedAtMs) / 1000));
  if (failure === null && !interrupt.signal.aborted) return tally.rejected === 0 ? 0 : 1;
  console.error(failure === null ? '\nInterrupted.' : `\nIt ended early: ${messageOf(failure)}`);
  console.error(goOnText(tally.settled, input.name));
  return failure === null ? 130 : 1;
}

/** Throws UsageError. */
function connect({ url, key }: ImportOptions) {
  const settings = readClientSettings();
  const secret = key ?? settings.key;
  if (secret === null) throw new UsageError('A key is needed, with the scope INGEST: set MISURA_KEY, or add --key.');
  const address = url ?? settings.url;
  if (!URL.canParse(address) || !/^https?:/.test(address)) {
    throw new UsageError(`"${address}" is not the address of a server, such as http://localhost:4000/graphql.`);
  }
  const parsed = new URL(address);
  if (parsed.pathname === '/') parsed.pathname = '/graphql';
  return createClient({ url: parsed.href, key: secret });
}

function goOnText(settled: number, name: string): string {
  const start = `To go on, run the same command again: what is there already counts as a duplicate, and changes nothing.`;
  return settled === 0
    ? start
    : `${start}\nThe first ${settled} rows of ${name} are done; --skip ${settled} passes over them.`;
}

function isRefused(error: unknown): boolean {
  return error instanceof MisuraRequestError && ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code);
}

function messageOf(error: unknown): string {
  if (error instanceof UnreadableCsv) return `${error.message}. Mend the file; nothing from there on was sent.`;
  if (isRefused(error)) return `${(error as Error).message} Look at MISURA_KEY or --key.`;
  return error instanceof Error ? error.message : String(error);
}
