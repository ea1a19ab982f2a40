import { asked, type HostileCase, type Sent } from '../test/hostile/case.ts';
import { corpus } from '../test/hostile/corpus.ts';
import { type Door, isAnswerLost, send } from '../test/hostile/send.ts';
import { openDoor } from '../test/hostile/world.ts';
import { cpuMsOf } from './kit/cpu-time.ts';
import { reportRatio } from './kit/ratio.ts';
import { startBenchServer } from './kit/server.ts';

const bar = { atLeast: 0.5 };
const rounds = 3;
const bodyBytesMax = 32 * 1024 * 1024;
const listed = 15;

/** Large ones are few, for the sake of those who wait. */
const repeats = (bytes: number) => (bytes > 1_000_000 ? 1 : bytes > 50_000 ? 2 : 6);

/**
 * CPU time of the server for each refusal of test/hostile, and for a no-op of the same length, sent in the same way:
 * whatever comes has to be read. The ratio is that of all of them together, each refusal counting as much as any other.
 */
export async function refusals(): Promise<void> {
  const server = await startBenchServer();
  try {
    const door = await openDoor(`http://127.0.0.1:${server.port}`, server.key);
    const cases = corpus.flatMap(([, cases]) => cases).filter(isRefused);
    const costOf = async (make: () => Sent, times: number) => {
      const sent = Array.from({ length: times }, make);
      const before = cpuMsOf(server.pid);
      for (const one of sent) await sendOnce(door, one);
      return (cpuMsOf(server.pid) - before) / times;
    };
    await costOf(() => noop(0), 500);

    const measured = new Map<string, { bytes: number; pairs: { refusal: number; noop: number }[] }>();
    const pairs: { measured: number; baseline: number }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      let [ofRefusals, ofNoops] = [0, 0];
      for (const { name, sent } of cases) {
        const bytes = Buffer.byteLength(sent().body ?? '');
        const times = round === 0 ? 1 : repeats(bytes);
        const pair = { noop: await costOf(() => noop(bytes), times), refusal: await costOf(sent, times) };
        if (round === 0) continue;
        ofRefusals += pair.refusal / pair.noop;
        ofNoops += 1;
        const known = measured.get(name) ?? { bytes, pairs: [] };
        known.pairs.push(pair);
        measured.set(name, known);
      }
      // Round 0 is for the compiler.
      if (round > 0) pairs.push({ measured: (1000 * ofNoops) / ofRefusals, baseline: 1000 });
    }
    listDearest(measured);
    reportRatio('refusals', bar, 'refusals for the CPU of 1,000 no-ops', pairs);
  } finally {
    await server.close();
  }
}

/** Whether it is answered with what is wrong: some of the corpus only look as if they were. */
function isRefused({ must }: HostileCase): boolean {
  return must.code !== undefined || must.status !== undefined || must.says !== undefined;
}

/** What it costs is all that is asked: an answer that was lost on its way has been given. */
async function sendOnce(door: Door, sent: Sent): Promise<void> {
  await send(door, sent, 1).catch((error: unknown) => {
    if (!isAnswerLost(error)) throw error;
  });
}

/** A question that costs nothing but its way through the server, padded to a length. Never the same document twice. */
function noop(bytes: number): Sent {
  return asked('{ __typename }', { pad: 'x'.repeat(Math.min(bytes, bodyBytesMax - 200)) });
}

type Measured = ReadonlyMap<string, { bytes: number; pairs: readonly { refusal: number; noop: number }[] }>;

function listDearest(measured: Measured): void {
  const all = [...measured].map(([name, { bytes, pairs }]) => {
    const middle = pairs.toSorted((a, b) => a.refusal / a.noop - b.refusal / b.noop)[Math.floor(pairs.length / 2)];
    const { refusal, noop } = middle ?? { refusal: 0, noop: 1 };
    return { name, bytes, refusal, times: refusal / noop };
  });
  const times = all.map((one) => one.times).sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(2);
  console.log(
    `${all.length} refusals, in no-ops of the same length: median ${at(0.5)}, p95 ${at(0.95)}, dearest ${at(1)}`,
  );
  for (const { name, bytes, refusal, times } of all.toSorted((a, b) => b.times - a.times).slice(0, listed)) {
    console.log(
      `  ${times.toFixed(1)} x, ${refusal.toFixed(2)} ms for ${bytes.toLocaleString('en-GB')} bytes: ${name}`,
    );
  }
}
