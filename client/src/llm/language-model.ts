import { followStream } from '../metering/follow-stream.ts';
import { createCalls } from './call.ts';
import { field, textField } from './fields.ts';
import type { LlmMeterOptions } from './options.ts';
import { languageModelUsage } from './token-usage.ts';

type ModelCall = { readonly params: unknown; readonly model: unknown };

/** Middleware for `wrapLanguageModel` of the package `ai`, 5 or newer. */
export type LanguageModelMiddleware = {
  /** Each version of the specification asks for its own here, and none looks at it. */
  readonly specificationVersion: never;
  wrapGenerate<TResult>(call: ModelCall & { doGenerate(): PromiseLike<TResult> }): Promise<TResult>;
  wrapStream<TResult extends { readonly stream: ReadableStream }>(
    call: ModelCall & { doStream(): PromiseLike<TResult> },
  ): Promise<TResult>;
};

/**
 * Records the calls of the model that it wraps, generated and streamed ones: one event for each answer that is read to its
 * end, or given up. Where the SDK calls the model again by itself, after a tool for example, that is another call.
 */
export function llmMiddleware(options: LlmMeterOptions): LanguageModelMiddleware {
  const start = createCalls(options);
  const startCall = (operation: string, { params, model }: ModelCall) =>
    start({
      provider: textField(model, 'provider') ?? 'unknown',
      operation,
      model: textField(model, 'modelId'),
      params: (params ?? {}) as Readonly<Record<string, unknown>>,
    });

  return {
    specificationVersion: 'v3' as never,
    async wrapGenerate({ doGenerate, ...rest }) {
      const call = startCall('generate', rest);
      const result = await doGenerate();
      call.used(languageModelUsage(field(result, 'usage')));
      call.answeredBy(textField(result, 'response', 'modelId'));
      call.end('completed');
      return result;
    },
    async wrapStream({ doStream, ...rest }) {
      const call = startCall('stream', rest);
      const result = await doStream();
      const isAborted = () => field(rest.params, 'abortSignal', 'aborted') === true;
      // An error is a part like others here, and the stream goes on to its end.
      let hasFailed = false;
      const stream = followStream(result.stream as ReadableStream<unknown>, {
        onPiece(part) {
          const type = textField(part, 'type');
          if (type === 'response-metadata') call.answeredBy(textField(part, 'modelId'));
          if (type === 'finish') call.used(languageModelUsage(field(part, 'usage')));
          if (type === 'error') hasFailed = true;
          return [part];
        },
        onEnd: (how) => call.end(isAborted() ? 'aborted' : hasFailed ? 'failed' : how),
      });
      return { ...result, stream };
    },
  };
}
