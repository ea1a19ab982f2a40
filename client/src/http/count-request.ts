import { known } from '../metering/known.ts';
import { createAside } from '../metering/record-aside.ts';
import type { CountedRequest, HttpMeterOptions } from './options.ts';

export type RequestFacts = Omit<CountedRequest, 'durationMs'>;

/** To be called once, when the response has ended, with a way to find out what is known then. Never throws. */
export type EndRequest<TRequest> = (request: TRequest, facts: () => RequestFacts) => void;

/**
 * Gives a function that is called when a request begins, with what there is one of for each. A second time is none: whoever
 * mounts a meter at two paths that both fit would charge for two requests.
 */
export function createCountRequest<TRequest>(
  options: HttpMeterOptions<TRequest>,
): (one: object) => EndRequest<TRequest> {
  const aside = createAside(options);
  const begun = new WeakSet<object>();
  return (one) => {
    if (begun.has(one)) return () => undefined;
    begun.add(one);
    const startedAt = performance.now();
    return (request, facts) => {
      const durationMs = (performance.now() - startedAt).toFixed(3);
      aside.record(async () => {
        const counted = { ...facts(), durationMs };
        const customer = await options.customer(request, counted);
        if (customer == null) return null;
        const details = options.event === undefined ? {} : await options.event(request, counted);
        if (details === null) return null;
        const properties = { ...known(counted), ...details.properties };
        return { name: 'http.request', ...details, customer, properties };
      });
    };
  };
}

/** A `content-length`; null for anything else, since a header is somebody else's data. */
export function byteCount(length: unknown): number | null {
  return /^\d{1,15}$/.test(String(length)) ? Number(length) : null;
}
