import { hostname } from 'node:os';
import type { Config } from '../config/schema.ts';
import type { Traces } from '../domain/operation/traces.ts';
import type { Route } from '../domain/routes/route.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Poster } from '../notify/post.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { ReceiptService } from '../receipts/receipt-service.ts';
import { tracedRoute } from './routes/traced-route.ts';
import { version } from './version.ts';

type TakesReceipts = Pick<ReceiptService, 'take'>;

/** The parts of the gateway, each as it is, or so that its work is traced. */
export interface Traced {
  /** Undefined: nothing is traced. */
  readonly traces: Traces | undefined;
  readonly accepted: Traces['accepted'] | undefined;
  route(route: Route): Route;
  receipts(service: TakesReceipts): TakesReceipts;
  post(post: Poster['post']): Poster['post'];
  stop(): Promise<void>;
}

const UNTRACED: Traced = {
  traces: undefined,
  accepted: undefined,
  route: (route) => route,
  receipts: (service) => service,
  post: (post) => post,
  stop: async () => undefined,
};

/** Loads the SDK of OpenTelemetry if traces are configured, and only then. */
export const composeTraces = async (
  { observe: { traces: config } }: Config,
  metrics: Metrics,
  clock: Clock,
): Promise<Traced> => {
  const counter = metrics.counter(
    'trace_spans',
    'Spans exported; dropped as too many waited (full), or as the collector did not take them (refused).',
    ['outcome'],
  );
  if (config === undefined) return UNTRACED;
  const [{ openExport }, { MessageTraces }] = await Promise.all([
    import('../ops/traces/otlp-export.ts'),
    import('../ops/traces/message-traces.ts'),
  ]);
  const instance = hostname();
  const { endpoint, headers, service, sample } = config;
  const out = openExport({
    endpoint,
    headers,
    service,
    instance,
    version,
    exported: (spans) => counter.inc({ outcome: 'exported' }, spans),
    dropped: (outcome, spans) => counter.inc({ outcome }, spans),
    clock,
  });
  const { emit, callerIn, stop } = out;
  const traces = new MessageTraces({ emit, callerIn, sample, instance: `${service}\n${instance}`, clock });
  return {
    traces,
    accepted: (messages) => traces.accepted(messages),
    route: (route) => tracedRoute(route, traces, clock),
    receipts: (receiptService) => ({
      take: async (receipt) => {
        const startedAt = clock.now();
        const match = await receiptService.take(receipt);
        traces.receipt(receipt, startedAt, match.kind);
        return match;
      },
    }),
    post: (post) => async (url, headers, body) => {
      const startedAt = clock.now();
      const outcome = await post(url, headers, body);
      traces.delivered(startedAt, outcome.kind === 'answered' ? outcome.status : undefined);
      return outcome;
    },
    stop,
  };
};
