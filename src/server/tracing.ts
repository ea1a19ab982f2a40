import type { Span, Tracer } from '@opentelemetry/api';
import type { Plugin } from 'graphql-yoga';
import type { Flush } from '../actions/recorder.ts';
import { factsOf } from './requests.ts';

export type Tracing = {
  readonly tracer: Tracer;
  /** Sends what is left. Never throws: what is lost here is only telemetry. */
  close(): Promise<void>;
};

// What is left must not hold up a server that is stopping.
const lastSendMs = 3_000;

/** Sends spans to a collector, by OTLP over HTTP. Its libraries are loaded here and nowhere else. */
export async function startTracing(endpoint: string): Promise<Tracing> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: lastSendMs,
  });
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  return {
    tracer: provider.getTracer('misura'),
    async close() {
      await Promise.race([
        provider.shutdown().catch(() => {}),
        new Promise((resolve) => setTimeout(resolve, lastSendMs).unref()),
      ]);
    },
  };
}

/** A span for each flush. */
export function tracedFlush(flush: Flush, tracer: Tracer | undefined): Flush {
  if (tracer === undefined) return flush;
  return async (workspaceId, batches) => {
    const span = tracer.startSpan('flush', { attributes: { 'misura.workspace': workspaceId } });
    span.setAttribute('misura.requests', batches.length);
    try {
      const outcomes = await flush(workspaceId, batches);
      const recorded = outcomes.reduce((sum, outcome) => sum + outcome.recorded, 0);
      span.setAttribute('misura.recorded', recorded);
      return outcomes;
    } catch (error) {
      markFailed(span);
      throw error;
    } finally {
      span.end();
    }
  };
}

/** A span for each request to the API. Headers, documents and variables are not in it. */
export function useTracing(tracer: Tracer): Plugin {
  const spans = new WeakMap<Request, Span>();
  return {
    onRequest({ request, url }) {
      if (url.pathname === '/graphql') spans.set(request, tracer.startSpan(`${request.method} /graphql`));
    },
    onResponse({ request, response }) {
      const span = spans.get(request);
      if (span === undefined) return;
      const requestId = factsOf(request)?.requestId;
      if (requestId !== undefined) span.setAttribute('misura.request_id', requestId);
      span.setAttribute('http.response.status_code', response.status);
      if (response.status >= 500) markFailed(span);
      span.end();
    },
  };
}

// SpanStatusCode.ERROR, without loading the library for a number.
const failed = 2;

function markFailed(span: Span): void {
  span.setStatus({ code: failed });
}
