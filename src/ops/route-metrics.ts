import { Counter, Gauge, type Registry } from 'prom-client';
import { priorities } from '../domain/messages/priority.ts';
import type { RoutesControl } from '../domain/routes/routes-control.ts';

/** Adds the metrics of what routes carry, and whether they are set aside, read when they are scraped. */
export const observeCarrying = (registry: Registry, routes: Pick<RoutesControl, 'list'>): void => {
  new Gauge({
    name: 'tocsin_route_quarantined',
    help: '1 while the route is set aside as sick, since it refused what others carry; else 0.',
    labelNames: ['route'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { id, quarantine } of routes.list())
        this.set({ route: id }, quarantine === undefined ? 0 : 1);
    },
  });
  new Gauge({
    name: 'tocsin_route_eta_seconds',
    help: 'In how long a message queued now would be sent by the route; absent while it sends nothing.',
    labelNames: ['route', 'priority'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { id, etaMs } of routes.list()) {
        for (const priority of priorities) {
          const ms = etaMs[priority];
          if (ms !== undefined) this.set({ route: id, priority }, ms / 1000);
        }
      }
    },
  });
  new Counter({
    name: 'tocsin_route_accepted_today_total',
    help: 'Parts that the route accepted today; begins again at midnight.',
    labelNames: ['route'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { id, sentToday } of routes.list()) this.inc({ route: id }, sentToday);
    },
  });
};
