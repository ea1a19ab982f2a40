import type { EventDetails, MeteringOptions, Soon } from '../metering/record-aside.ts';

/** A call to a model, as it begins. */
export type LlmCall = {
  /** The host that is asked, `api.openai.com`, or what a model of the AI SDK says of itself. */
  readonly provider: string;
  /** `chat.completions`, `completions`, `responses`, `embeddings` or `messages`; `generate` or `stream` in the AI SDK. */
  readonly operation: string;
  readonly model: string | null;
  /** What the model is asked for. */
  readonly params: Readonly<Record<string, unknown>>;
};

export type LlmMeterOptions = MeteringOptions & {
  /**
   * The `externalId` of who pays, or how to find it out. Null or undefined: this call is not counted. Asked when a call
   * begins, in the asynchronous context of who calls; it may ask others, since nobody waits.
   */
  readonly customer: string | ((call: LlmCall) => Soon<string | null | undefined>);
  /**
   * What the event has otherwise: another name than `llm.request`, more properties, the subscription or the hold that
   * pays. Null: this call is not counted. Asked when the call begins.
   */
  readonly event?: (call: LlmCall) => Soon<EventDetails | null>;
};
