import { Gauge, type Registry } from 'prom-client';
import type { RoutesControl, RouteView } from '../domain/routes/routes-control.ts';

const gauges: readonly (readonly [string, string, (route: RouteView) => number | undefined])[] = [
  ['signal_dbm', 'Signal strength at the modem.', ({ modem }) => modem?.signalDbm],
  ['rsrp_dbm', 'Reference signal received power (LTE, 5G).', ({ modemDetails }) => modemDetails?.rsrp],
  ['rsrq_db', 'Reference signal received quality (LTE, 5G).', ({ modemDetails }) => modemDetails?.rsrq],
  [
    'temperature_celsius',
    'The hottest place that the modem measures.',
    ({ modemDetails }) => modemDetails?.temperature,
  ],
  [
    'sim_balance',
    'The balance of the SIM, as read last.',
    ({ modemDetails }) => modemDetails?.balance?.amount,
  ],
];

/** Adds the metrics of modems and their SIMs, read when they are scraped. What isn't known is left out. */
export const observeModems = (registry: Registry, routes: Pick<RoutesControl, 'list'>): void => {
  for (const [name, help, measure] of gauges) {
    new Gauge({
      name: `tocsin_route_${name}`,
      help,
      labelNames: ['route'],
      registers: [registry],
      collect() {
        this.reset();
        for (const route of routes.list()) {
          const value = measure(route);
          if (value !== undefined) this.set({ route: route.id }, value);
        }
      },
    });
  }
  new Gauge({
    name: 'tocsin_route_sim_left',
    help: 'What is left of each limit of the SIM: parts, or new recipients.',
    labelNames: ['route', 'limit'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { id, modemDetails } of routes.list()) {
        for (const [limit, left] of Object.entries(modemDetails?.simLeft ?? {})) {
          if (left !== undefined) this.set({ route: id, limit }, left);
        }
      }
    },
  });
};
