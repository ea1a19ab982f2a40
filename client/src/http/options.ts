import type { EventDetails, MeteringOptions, Soon } from '../metering/record-aside.ts';

/**
 * `completed`: the whole response was handed over. `aborted`: the connection was closed before, or the stream given up.
 * `failed`: a handler threw instead of answering.
 */
export type RequestOutcome = 'completed' | 'aborted' | 'failed';

/** What is known of a request when its response has ended. These are the properties of the event. */
export type CountedRequest = {
  readonly method: string;
  /** As it was registered: `/reports/:id`. Null where no route matched, or the framework does not say. */
  readonly route: string | null;
  /** Null if it ended before there was one. */
  readonly status: number | null;
  /** From the first that was seen of the request to the end of the response: milliseconds as a decimal, `12.345`. */
  readonly durationMs: string;
  /** What `content-length` says. Null if it says nothing. */
  readonly requestBytes: number | null;
  /** The same of a response that was sent to its end. */
  readonly responseBytes: number | null;
  readonly outcome: RequestOutcome;
};

export type HttpMeterOptions<TRequest> = MeteringOptions & {
  /**
   * The `externalId` of who pays. Null or undefined: the request is not counted. Asked when the response has ended, so
   * what other middleware has put on the request is there; it may ask others, since nobody waits.
   */
  readonly customer: (request: TRequest, counted: CountedRequest) => Soon<string | null | undefined>;
  /**
   * What the event has otherwise: another name than `http.request`, more properties, the subscription or the hold that
   * pays. Null: the request is not counted.
   *
   * Its `id` is what makes a request that is sent again one event. Without one it is a fresh UUIDv7. Never take one that
   * the customer may choose, such as a header: with the same id twice, the second request would be free.
   */
  readonly event?: (request: TRequest, counted: CountedRequest) => Soon<EventDetails | null>;
};
