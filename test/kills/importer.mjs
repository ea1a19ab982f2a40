import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createClient, createRecorder } from '../../client/dist/esm/index.js';

// Imports one part of a file of rows, each an array of events, from row `from` on. It goes as far as it is told to on
// standard input, and says what was acknowledged: after that it never sends those rows again.
const { url, key, file, part, parts, from, rowsAtOnce } = JSON.parse(process.argv[2]);
const say = (fact) => process.stdout.write(`${JSON.stringify(fact)}\n`);
const rows = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .filter((_, i) => i % parts === part)
  .map((line) => JSON.parse(line));

const recorder = createRecorder(createClient({ url, key }), {
  maxBatch: 20,
  onRejected: ({ event, code }) => say({ rejected: `${event.id} ${code}` }),
  onError: ({ error }) => say({ failed: { name: error.name, code: error.code ?? null, status: error.status ?? null } }),
});

let done = from;
for await (const line of createInterface(process.stdin)) {
  const end = Math.min(rows.length, Number(line));
  while (done < end) {
    const next = Math.min(end, done + rowsAtOnce);
    for (const event of rows.slice(done, next).flat()) await recorder.record(event);
    await recorder.flush();
    done = next;
    say({ acknowledged: done });
  }
}
await recorder.close();
