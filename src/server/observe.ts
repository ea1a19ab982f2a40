import { createHash, timingSafeEqual } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import type { Flush } from '../actions/recorder.ts';
import type { Metrics } from './metrics.ts';

/** The same flush, counted when it has ended. */
export function observed(flush: Flush, metrics: Metrics | undefined): Flush {
  if (metrics === undefined) return flush;
  return async (workspaceId, batches) => {
    const startedAtMs = performance.now();
    const seconds = () => (performance.now() - startedAtMs) / 1_000;
    try {
      const outcomes = await flush(workspaceId, batches);
      metrics.flushed(seconds(), outcomes);
      return outcomes;
    } catch (error) {
      metrics.flushFailed(seconds());
      throw error;
    }
  };
}

/** Answers /metrics. With a token only to who brings it, as `Authorization: Bearer`. */
export function useMetrics(metrics: Metrics | undefined, token: string | null): Plugin {
  return {
    async onRequest({ request, url, endResponse, fetchAPI }) {
      if (metrics === undefined || request.method !== 'GET' || url.pathname !== '/metrics') return;
      if (token !== null && !isSame(request.headers.get('authorization') ?? '', `Bearer ${token}`)) {
        endResponse(new fetchAPI.Response('Bring the token of MISURA_METRICS_TOKEN.\n', { status: 401 }));
        return;
      }
      const headers = { 'content-type': metrics.contentType };
      endResponse(new fetchAPI.Response(await metrics.text(), { headers }));
    },
  };
}

/** In the same time however much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
