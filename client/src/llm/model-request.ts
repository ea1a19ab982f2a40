import { field, textField } from './fields.ts';
import type { LlmCall } from './options.ts';

/** What SDKs call `fetch`. */
export type AnyFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

// What a thread of OpenAI's has are messages too, and no answers.
const asksModel = /\/(chat\/completions|completions|responses|embeddings|(?<=\/v1\/)messages)$/;

/** The call that a request makes; null if it asks no model, or does not say what in plain text, as all SDKs do. */
export function callOf(input: string | URL | Request, init: RequestInit | undefined): LlmCall | null {
  if (typeof input === 'object' && 'url' in input) return null;
  if (init?.method?.toUpperCase() !== 'POST' || typeof init.body !== 'string' || !URL.canParse(input)) return null;
  const url = new URL(input);
  const operation = asksModel.exec(url.pathname)?.[1]?.replace('/', '.');
  const params = parsed(init.body);
  if (operation === undefined || params === null) return null;
  return { provider: url.host, operation, model: textField(params, 'model'), params };
}

/**
 * The body of the same request that asks for the usage at the end of the stream; null if that is asked for already, or
 * comes by itself.
 */
export function bodyWithUsage({ operation, params }: LlmCall): string | null {
  const isTold = !operation.endsWith('completions') || params.stream !== true;
  if (isTold || field(params, 'stream_options', 'include_usage') === true) return null;
  const streamOptions = { ...(params.stream_options as object | undefined), include_usage: true };
  return JSON.stringify({ ...params, stream_options: streamOptions });
}

/** Some servers that speak the protocol do not know that option. */
export async function refusesUsage(response: Response): Promise<boolean> {
  if (response.status !== 400 && response.status !== 422) return false;
  const text = await response
    .clone()
    .text()
    .catch(() => '');
  return /stream_options|include_usage/.test(text);
}

export function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
