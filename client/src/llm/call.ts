import type { StreamEnd } from '../metering/follow-stream.ts';
import { known } from '../metering/known.ts';
import { type Aside, createAside } from '../metering/record-aside.ts';
import type { LlmCall, LlmMeterOptions } from './options.ts';
import type { TokenUsage } from './token-usage.ts';

/** One call under way. None of its functions throws. */
export type MeteredCall = {
  /** What is known now, in place of what was known before. */
  used(usage: TokenUsage): void;
  /** The model that answers, which may be a version of the one that was asked. */
  answeredBy(model: string | null): void;
  /** Records it. Once: a second end of the same call is none. A call that was refused has used nothing and never ends. */
  end(how: StreamEnd): void;
  /** The answer cannot be seen, so it will not be recorded, which is told. */
  lose(why: string): void;
};

export type StartCall = (call: LlmCall) => MeteredCall;

export function createCalls(options: LlmMeterOptions): StartCall {
  const aside = createAside(options);
  return (call) => startCall(options, aside, call);
}

function startCall(options: LlmMeterOptions, aside: Aside, call: LlmCall): MeteredCall {
  const startedAt = performance.now();
  const payer = aside.ask(async () => {
    const customer = typeof options.customer === 'function' ? await options.customer(call) : options.customer;
    if (customer == null) return null;
    const details = options.event === undefined ? {} : await options.event(call);
    return details === null ? null : { customer, details };
  });
  let usage: TokenUsage | null = null;
  let answerer: string | null = null;
  let hasEnded = false;

  return {
    used: (now) => {
      usage = now;
    },
    answeredBy: (model) => {
      answerer = model ?? answerer;
    },
    end(how) {
      if (hasEnded) return;
      hasEnded = true;
      const model = call.model ?? answerer;
      const measured = known({
        provider: call.provider,
        operation: call.operation,
        model,
        responseModel: answerer === model ? null : answerer,
        ...usage,
        totalTokens: totalOf(usage),
        durationMs: (performance.now() - startedAt).toFixed(3),
        outcome: how,
      });
      aside.record(async () => {
        const found = await payer;
        if (found === null) return null;
        const { customer, details } = found;
        const properties = { ...measured, ...details.properties };
        return { name: 'llm.request', ...details, customer, properties };
      });
    },
    lose: (why) =>
      void aside.ask(async () => {
        throw new Error(why);
      }),
  };
}

/** Meters add up one property, so whoever charges for both alike needs it. */
function totalOf(usage: TokenUsage | null): number | null {
  if (usage === null || (usage.inputTokens === null && usage.outputTokens === null)) return null;
  return (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
}
