import { Counter, Gauge, Registry } from 'prom-client';
import type { CaseRepository } from '../domain/inbound/help-case.ts';
import type { Alarm } from '../domain/operation/alarm.ts';
import type { DrillStatus } from '../domain/operation/drill.ts';
import type { FiguresRepository } from '../domain/operation/figures.ts';
import type { ReceiptMatch, RouteState } from '../domain/routes/route.ts';
import type { RoutesControl, RouteView } from '../domain/routes/routes-control.ts';
import type { FeedView } from '../domain/triggers/triggers-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { observeAlarms } from './alarms/alarm-metrics.ts';
import { observeCases } from './case-metrics.ts';
import { observeDrills } from './drill-metrics.ts';
import { observeFeeds } from './feed-metrics.ts';
import { observeFigures } from './figure-metrics.ts';
import { observeModems } from './modem-metrics.ts';
import type { ObserveProcess } from './process-metrics.ts';
import { observeCarrying } from './route-metrics.ts';

const routeStates: readonly RouteState[] = ['up', 'degraded', 'down', 'disabled'];

/** The metrics for Prometheus. Each gateway has its own registry, so that two in one process don't mix. */
export class Metrics {
  readonly #registry = new Registry();

  /** @param observeProcess adds the figures of the process, such as its memory */
  constructor(observeProcess: ObserveProcess = () => undefined) {
    observeProcess(this.#registry);
  }

  /** The current metrics in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Adds a counter named `tocsin_<name>_total`. */
  counter<Label extends string>(name: string, help: string, labels: readonly Label[]): Counter<Label> {
    return new Counter({
      name: `tocsin_${name}_total`,
      help,
      labelNames: [...labels],
      registers: [this.#registry],
    });
  }

  /** Adds a gauge named `tocsin_<name>`, measured when the metrics are scraped. */
  gauge(name: string, help: string, measure: () => number): void {
    new Gauge({
      name: `tocsin_${name}`,
      help,
      registers: [this.#registry],
      collect() {
        this.set(measure());
      },
    });
  }

  /** Adds a counter of dropped log lines, read when the metrics are scraped. */
  observeLog(dropped: () => number): void {
    new Counter({
      name: 'tocsin_log_lines_dropped_total',
      help: 'Log lines dropped because the log could not be written.',
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(dropped());
      },
    });
  }

  /** Adds the metrics of routes, read when they are scraped. */
  observeRoutes(routes: Pick<RoutesControl, 'list'>): void {
    this.#ofRoutes(routes, 'rate_parts', 'Parts per second that the route carries now.', (r) => r.rate);
    this.#ofRoutes(
      routes,
      'in_flight_parts',
      'Parts handed to the route, not yet answered.',
      (r) => r.inFlight,
    );
    this.#ofRoutes(
      routes,
      'backlog_parts',
      'Parts queued for which this route is in the first tier.',
      (r) => r.backlog,
    );
    this.#ofRoutes(routes, 'latency_seconds', 'Submit to answer; absent before the first answer.', (r) =>
      r.latencyMs === undefined ? undefined : r.latencyMs / 1000,
    );
    observeModems(this.#registry, routes);
    observeCarrying(this.#registry, routes);
    new Counter({
      name: 'tocsin_route_refusals_total',
      help: 'Answers of the carrier to parts, other than "accepted", by command_status.',
      labelNames: ['route', 'status'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const { id, refusals } of routes.list()) {
          for (const { status, count } of refusals ?? []) this.inc({ route: id, status }, count);
        }
      },
    });
    new Gauge({
      name: 'tocsin_route_state',
      help: '1 for the state that the route is in.',
      labelNames: ['route', 'state'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const route of routes.list()) {
          for (const state of routeStates)
            this.set({ route: route.id, state }, route.state === state ? 1 : 0);
        }
      },
    });
  }

  /** Adds a counter of receipts, at 0 for each route, and returns what counts one. */
  receipts(routes: readonly string[]): (route: string, match: ReceiptMatch['kind']) => void {
    const counter = this.counter('receipts', 'Receipts stored, by what they matched.', ['route', 'match']);
    for (const route of routes) counter.inc({ route, match: 'matched' }, 0);
    return (route, match) => counter.inc({ route, match });
  }

  /** Adds the metric of alarms, read when it is scraped. */
  observeAlarms(standing: () => readonly Alarm[]): void {
    observeAlarms(this.#registry, standing);
  }

  /** Adds the metrics of drills, read when they are scraped. */
  observeDrills(statuses: () => readonly DrillStatus[]): void {
    observeDrills(this.#registry, statuses);
  }

  /** Adds the metrics of what waits and of what phones answer, read when they are scraped. */
  observeFigures(repository: FiguresRepository, clock: Pick<Clock, 'now'>): void {
    const now = () => clock.now();
    observeFigures(this.#registry, () => repository.figures(now()), now);
  }

  /** Adds the metrics of calls for help, counted when they are scraped. */
  observeCases(repository: Pick<CaseRepository, 'caseFigures'>, clock: Pick<Clock, 'now'>): void {
    observeCases(
      this.#registry,
      () => repository.caseFigures(),
      () => clock.now(),
    );
  }

  /** Adds the metrics of CAP feeds, read when they are scraped. */
  observeFeeds(feeds: () => readonly FeedView[]): void {
    observeFeeds(this.#registry, feeds);
  }

  #ofRoutes(
    routes: Pick<RoutesControl, 'list'>,
    name: string,
    help: string,
    measure: (route: RouteView) => number | undefined,
  ): void {
    new Gauge({
      name: `tocsin_route_${name}`,
      help,
      labelNames: ['route'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const route of routes.list()) {
          const value = measure(route);
          if (value !== undefined) this.set({ route: route.id }, value);
        }
      },
    });
  }
}
