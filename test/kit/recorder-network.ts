import { vi } from 'vitest';
import {
  createClient,
  createRecorder,
  type Failure,
  type RecordedEvent,
  type RecorderOptions,
  type Rejection,
  type Warning,
} from '../../client/src/index.ts';

type Batch = {
  readonly events: readonly RecordedEvent[];
  readonly createCustomers: boolean;
  readonly requireCredits: boolean;
};
export type Answer = (batch: Batch) => Response | Error | Promise<Response>;

export const payload = (facts: object) => ({
  __typename: 'RecordEventsPayload',
  duplicates: 0,
  rejected: [],
  warnings: [],
  warningCount: 0,
  ...facts,
});
export const taken: Answer = ({ events }) =>
  Response.json({ data: { recordEvents: payload({ recorded: events.length }) } });
export const refused =
  (code: string, init?: ResponseInit, message = `this is ${code}`): Answer =>
  () =>
    Response.json({ errors: [{ message, extensions: { code } }] }, init);
export const offline: Answer = () => new TypeError('fetch failed');

/** A server that is only a network: each request gets the next answer, the last one for ever. */
export function serverWith(...answers: Answer[]) {
  const batches: Batch[] = [];
  const server = {
    batches,
    answers,
    ids: () => batches.map(({ events }) => events.map(({ id }) => id)),
  };
  const fetch = async (_url: string, init: RequestInit) => {
    const { input } = JSON.parse(String(init.body)).variables as { input: Batch };
    batches.push(input);
    const answer = await ((answers.length > 1 ? answers.shift() : answers[0]) ?? taken)(input);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = createClient({ url: 'http://misura.test/graphql', key: 'secret', fetch });
  return { server, client };
}

export function recorderOn(answers: Answer[], options: RecorderOptions = {}) {
  const { server, client } = serverWith(...answers);
  const said = { rejections: [] as Rejection[], warnings: [] as Warning[], failures: [] as Failure[] };
  const recorder = createRecorder(client, {
    onRejected: (rejection) => said.rejections.push(rejection),
    onWarning: (warning) => said.warnings.push(warning),
    onError: (failure) => said.failures.push(failure),
    ...options,
  });
  return { server, recorder, said };
}

export const call = (id: string) => ({ id, name: 'call', customer: 'ada' });
export const numbered = (count: number) => Array.from({ length: count }, (_, i) => call(String(i)));

/** The outcome, with every wait skipped. The clock has to be vitest's. */
export async function settled<T>(promise: Promise<T>): Promise<T | Error> {
  const outcome = promise.catch((error: Error) => error);
  await vi.runAllTimersAsync();
  return await outcome;
}
