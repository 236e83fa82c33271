import {
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { ExportResultCode, parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Clock } from '../../kernel/clock.ts';
import type { EndedSpan, SpanIds } from './span.ts';

export interface ExportDeps {
  /** The base of OTLP over HTTP. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  readonly instance: string;
  readonly version: string;
  /** Called with how many spans the collector took. */
  readonly exported: (spans: number) => void;
  readonly dropped: (why: 'full' | 'refused', spans: number) => void;
  readonly clock: Clock;
}

export interface SpanExport {
  emit(span: EndedSpan): void;
  callerIn(traceparent: string): (SpanIds & { readonly sampled: boolean }) | undefined;
  /** Sends what waits, for two seconds at most. */
  stop(): Promise<void>;
}

const MOST_WAITING = 8192;
const BATCH = 512;
const EVERY_MS = 1000;
/** A request to the collector and its repetitions; also how long the stop of the gateway may wait for it. */
const PATIENCE_MS = 2000;

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

const contextOf = ({ traceId, spanId }: SpanIds): SpanContext => ({
  traceId,
  spanId,
  traceFlags: TraceFlags.SAMPLED,
});

/** Sends spans to a collector by OTLP over HTTP, with what the SDK of OpenTelemetry has for it. */
export const openExport = (deps: ExportDeps): SpanExport => {
  const { endpoint, headers, service, instance, version, exported, dropped, clock } = deps;
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: { ...headers },
    timeoutMillis: PATIENCE_MS,
  });
  let waiting = 0;
  const counting: SpanExporter = {
    export: (spans, done) => {
      exporter.export(spans, (result) => {
        waiting -= spans.length;
        if (result.code === ExportResultCode.SUCCESS) exported(spans.length);
        else dropped('refused', spans.length);
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
  const processor = new BatchSpanProcessor({
    exporter: counting,
    // The limit is counted here, over spans under way too: the processor would drop without a word.
    maxQueueSize: MOST_WAITING,
    maxExportBatchSize: BATCH,
    scheduledDelayMillis: EVERY_MS,
    exportTimeoutMillis: PATIENCE_MS * 2,
  });
  let next: SpanIds = { traceId: '', spanId: '' };
  const provider = new TracerProvider({
    sampler: new AlwaysOnSampler(),
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
    spanProcessors: [processor],
    resource: resourceFromAttributes({
      'service.name': service,
      'service.version': version,
      'service.instance.id': instance,
    }),
  });
  const tracer = provider.getTracer('tocsin', version);
  return {
    emit: ({ name, kind, ids, parent, startedAt, endedAt, attributes, links = [], failed = false }) => {
      if (waiting >= MOST_WAITING) {
        dropped('full', 1);
        return;
      }
      waiting++;
      next = ids;
      const around =
        parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, contextOf(parent));
      const options = {
        kind: kinds[kind],
        startTime: startedAt,
        attributes,
        links: links.map((one) => ({ context: contextOf(one) })),
      };
      const span = tracer.startSpan(name, options, around);
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endedAt);
    },
    callerIn: (traceparent) => {
      const caller = parseTraceParent(traceparent);
      if (caller === null || !trace.isSpanContextValid(caller)) return undefined;
      const { traceId, spanId, traceFlags } = caller;
      return { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
    },
    stop: () =>
      new Promise((resolve) => {
        const cancel = clock.after(PATIENCE_MS, resolve);
        const end = (): void => {
          cancel();
          resolve();
        };
        provider.shutdown().then(end, end);
      }),
  };
};
